//! What the runtime may ask of the world, in one trait.
//!
//! The runtime never reaches for a clock, randomness, a file or a log by itself: whoever runs it
//! gives it these, so that a test can give others.

use crate::fetch::{FetchCall, FetchError, FetchReply};
use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use velodrome_model::data::Value;
use velodrome_model::log::LogLine;

/// One operation on the site's data, as JavaScript asked for it. Borrowed: who answers later copies.
#[derive(Clone, Copy, Debug)]
pub struct DataCall<'a> {
    /// Which one: the number of a `DataOp`.
    pub op: u8,
    /// The collection's name, as the site's code gave it.
    pub collection: &'a str,
    /// What the operation is about, in the form that belongs to `op`; JSON for most.
    pub argument: &'a str,
    /// The bits of the operation's options.
    pub options: u32,
}

/// One operation of a service of the site other than its documents (secrets, contacts, ..), as
/// JavaScript asked for it. Borrowed: who answers later copies.
#[derive(Clone, Copy, Debug)]
pub struct ServiceCall<'a> {
    /// Which service.
    pub service: &'a str,
    /// What of it.
    pub operation: &'a str,
    /// Its argument, as JSON.
    pub argument: &'a str,
    /// Whether permissions are lifted (`elevate`, `suppressAuth`).
    pub elevated: bool,
}

/// The answer to a [`DataCall`] or a [`ServiceCall`]: JSON, or `!` and an error as JSON (`code`,
/// `message`; of data also `wde`).
pub enum HostReply {
    /// It is there.
    Now(String),
    /// It will be there. Polled on the VM's thread, dropped when nobody waits for it any more.
    Later(Pin<Box<dyn Future<Output = String>>>),
}

impl HostReply {
    /// The text of a reply that is an error: `code` and `message` become those of the Error that
    /// JavaScript sees.
    pub fn error(code: &str, message: &str) -> String {
        let text = |text: &str| Value::String(text.to_owned());
        let error = Value::Object(vec![
            ("code".to_owned(), text(code)),
            ("message".to_owned(), text(message)),
        ]);
        let mut reply = "!".to_owned();
        error.to_json(&mut reply);
        reply
    }
}

/// The world outside a VM, as the JavaScript in it may see it.
pub trait Host {
    /// Milliseconds since 1970, with fractions.
    fn now_ms(&self) -> f64;

    /// Milliseconds since some moment before the VM was made, never going back, with fractions.
    fn monotonic_ms(&self) -> f64;

    /// Fills `bytes` with randomness fit for keys.
    fn random(&self, bytes: &mut [u8]);

    /// Takes a line of the console, or one about the site's code. Must not block.
    fn log(&self, line: LogLine);

    /// A text that is to be logged, without what no log may hold. Asked before the text is cut to the
    /// length of a line: half a secret is not found.
    fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        Cow::Borrowed(text)
    }

    /// Memory of the whole process that is resident now, in bytes; `None` when nobody can tell.
    /// Asked while JavaScript runs, some fifty times a second.
    fn resident_bytes(&self) -> Option<u64> {
        None
    }

    /// What `process.env` holds: only what the site's configuration names.
    fn env(&self) -> &[(String, String)];

    /// Does something with the site's data. Called while JavaScript runs: what takes longer than a
    /// look-up is for [`HostReply::Later`]. Must not enter the VM.
    fn data(&self, _: DataCall<'_>) -> HostReply {
        HostReply::Now(
            r#"!{"code":"NOT_AVAILABLE","wde":"","message":"wix-data is not available in this runtime"}"#
                .to_owned(),
        )
    }

    /// Asks a service of the site. Called while JavaScript runs: what takes longer than a look-up is
    /// for [`HostReply::Later`]. Must not enter the VM.
    fn service(&self, call: ServiceCall<'_>) -> HostReply {
        let message = format!("{} is not available in this runtime", call.service);
        HostReply::Now(HostReply::error("NOT_AVAILABLE", &message))
    }

    /// Calls another server. What is given is polled on the VM's thread; dropping it, or the body of
    /// the answer, ends the call. Must not enter the VM.
    fn fetch(&self, _: FetchCall) -> FetchReply {
        let message = "calls to other servers are not available in this runtime";
        Box::pin(std::future::ready(Err(FetchError::new(
            "NOT_AVAILABLE",
            message,
        ))))
    }

    /// What `js/velo/data` has to know before it asks, as JSON: `identity` (`userId`, `userRole`) and
    /// `collections`, an object of those that are declared.
    fn data_declarations(&self) -> String {
        r#"{"identity":{"userId":null,"userRole":"anonymous"},"collections":{}}"#.to_owned()
    }
}
