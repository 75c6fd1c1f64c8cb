//! The stable codes of answers that are not the function's own.
//!
//! A code is what programs match on (`x-velodrome-error`, and `code` in the JSON body); its status
//! is what HTTP says. Codes are never renamed: one that no longer fits is left unused.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $status:literal, $message:literal;)*) => {
        /// Why an answer is not the function's own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code, in the order of the documentation's table.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable text of the code, as in `x-velodrome-error`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $text,)* }
            }

            /// The HTTP status that goes with the code.
            pub const fn status(self) -> u16 {
                match self { $(Code::$variant => $status,)* }
            }

            /// What the caller is told when there is nothing more precise to say.
            pub const fn message(self) -> &'static str {
                match self { $(Code::$variant => $message,)* }
            }
        }
    };
}

codes! {
    /// The request's framing or head is not HTTP/1.1.
    BadRequest = "BAD_REQUEST", 400, "The request is not valid HTTP.";
    /// DELETE carried a body or a JSON content type.
    DeleteWithBody = "DELETE_WITH_BODY", 400,
        "A DELETE request must not have a body or the header content-type: application/json.";
    /// A file was uploaded that cannot be kept, or a form without one.
    MediaUploadInvalid = "MEDIA_UPLOAD_INVALID", 400, "The request holds no file that can be kept.";
    /// The function is for signed requests only.
    SignatureRequired = "SIGNATURE_REQUIRED", 403,
        "This function answers signed requests only, under /v1/functions.";
    /// A link to the media was not made here, or for something else.
    MediaLinkInvalid = "MEDIA_LINK_INVALID", 403, "This file needs a link that was made for it.";
    /// The site's code lets nobody, or not this caller, listen to the channel.
    ChannelForbidden = "CHANNEL_FORBIDDEN", 403, "This channel is not open to this subscriber.";
    /// No route has this path.
    NotFound = "NOT_FOUND", 404, "There is nothing at this address.";
    /// The site has no function of this name.
    FunctionNotFound = "FUNCTION_NOT_FOUND", 404, "The site has no function of this name.";
    /// Nothing has been published yet.
    SiteNotPublished = "SITE_NOT_PUBLISHED", 404, "The site has not been published yet.";
    /// `?siteRevision=` names a release that does not exist.
    RevisionNotFound = "REVISION_NOT_FOUND", 404, "The site has no such revision.";
    /// The function exists, but not for this method.
    MethodNotAllowed = "METHOD_NOT_ALLOWED", 405, "The function does not handle this method.";
    /// The client took too long to send its request.
    RequestTimeout = "REQUEST_TIMEOUT", 408, "The request did not arrive in time.";
    /// A link to the media counts no more.
    MediaLinkExpired = "MEDIA_LINK_EXPIRED", 410, "The time of this link is over.";
    /// The request's body is over the limit.
    BodyTooLarge = "BODY_TOO_LARGE", 413, "The request's body is larger than this server accepts.";
    /// The request's target is over the limit.
    TargetTooLong = "TARGET_TOO_LONG", 414, "The request's address is longer than this server accepts.";
    /// An expectation other than `100-continue`.
    ExpectationFailed = "EXPECTATION_FAILED", 417, "The request expects something this server does not do.";
    /// The site's requests per minute are used up.
    RateLimited = "RATE_LIMITED", 429, "Too many requests in this minute.";
    /// The request's header block is over the limit.
    HeadersTooLarge = "HEADERS_TOO_LARGE", 431, "The request's headers are larger than this server accepts.";
    /// The function threw or its promise was rejected.
    FunctionFailed = "FUNCTION_FAILED", 500, "The function failed.";
    /// The function returned nothing that is a response.
    BadResponse = "BAD_RESPONSE", 500, "The function did not return a response.";
    /// The function's response is over a limit.
    ResponseTooLarge = "RESPONSE_TOO_LARGE", 500, "The function's response is larger than this server sends.";
    /// The site's code could not be built.
    BuildFailed = "BUILD_FAILED", 500, "The site's code could not be built.";
    /// The site's code threw while it was loaded.
    LoadFailed = "LOAD_FAILED", 500, "The site's code failed while it was loaded.";
    /// The function used more CPU time than it may.
    CpuLimit = "CPU_LIMIT", 500, "The function used more CPU time than it may.";
    /// The function used more memory than it may.
    MemoryLimit = "MEMORY_LIMIT", 500, "The function used more memory than it may.";
    /// `process.exit()` ended the release's pending work.
    ProcessExit = "PROCESS_EXIT", 500, "The function called process.exit().";
    /// We failed.
    Internal = "INTERNAL", 500, "The server failed.";
    /// A transfer coding that this server does not read.
    NotImplemented = "NOT_IMPLEMENTED", 501, "The server does not understand this part of the request.";
    /// The VM was lost to another request on it.
    VmLost = "VM_LOST", 503, "The request was lost because another one was stopped. It may be sent again.";
    /// Nobody is left to run the request.
    Overloaded = "OVERLOADED", 503, "The server is at its limit. The request may be sent again.";
    /// The server is shutting down.
    ShuttingDown = "SHUTTING_DOWN", 503, "The server is shutting down. The request may be sent again.";
    /// The function took longer than a request may.
    WallTime = "WALL_TIME", 504, "The function took longer than a request may.";
    /// A version of HTTP that this server does not speak.
    VersionNotSupported = "VERSION_NOT_SUPPORTED", 505, "The server speaks HTTP/1.1 and HTTP/1.0.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_distinct_and_errors() {
        let texts: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!((400..600).contains(&code.status()), "{code}");
            assert!(code.message().ends_with('.'), "{code}");
        }
    }
}
