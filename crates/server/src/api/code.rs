//! Every code of the HTTP API in one table: the one that `docs/http-api.md` shows.
//!
//! Statuses are those that published clients know. One gem takes any other for a success, so that a
//! conflict is 400 here and a missing signature is not 401; 405 and 413 are what HTTP demands, and
//! no such client can run into them. The numbers of the original's `wixErrorCode` were never
//! published: these are our own, and never change.

/// What a code is about. Source: the column of the original documentation's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeArea {
    /// Who calls.
    Authentication,
    /// What they may do.
    Permissions,
    /// Addresses, methods, parameters, bodies.
    Request,
    /// Items and collections.
    Data,
    /// Contacts, activities and labels.
    Contacts,
    /// Cursors.
    Cursor,
    /// The server.
    Platform,
}

impl CodeArea {
    /// As the documentation shows it.
    pub const fn as_str(self) -> &'static str {
        match self {
            CodeArea::Authentication => "authentication",
            CodeArea::Permissions => "permissions",
            CodeArea::Request => "request",
            CodeArea::Data => "data",
            CodeArea::Contacts => "contacts",
            CodeArea::Cursor => "cursor",
            CodeArea::Platform => "platform",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiCodeRow {
    /// The code.
    pub code: ApiCode,
    /// `errorCode`: the HTTP status.
    pub status: u16,
    /// `wixErrorCode`.
    pub number: i32,
    /// `code`: the stable text.
    pub text: &'static str,
    /// What it is about.
    pub area: CodeArea,
    /// When it happens.
    pub about: &'static str,
}

macro_rules! codes {
    ($($variant:ident = $text:literal, $status:literal, $number:literal, $area:ident, $about:literal;)*) => {
        /// Why a request to `/v1` gave no result.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ApiCode { $(#[doc = $about] $variant,)* }

        /// Every code, by number.
        pub const API_CODES: &[ApiCodeRow] = &[$(ApiCodeRow {
            code: ApiCode::$variant, status: $status, number: $number, text: $text,
            area: CodeArea::$area, about: $about,
        },)*];
    };
}

codes! {
    NotSigned = "REQUEST_NOT_SIGNED", 400, -10001, Authentication, "Credentials are missing, given twice or in two ways, or the parameters cannot be signed.";
    NotAccepted = "CREDENTIALS_NOT_ACCEPTED", 403, -10002, Authentication, "Application, instance, secret, time or signature is wrong, or the request was sent before. Which of them, only the server's log says.";
    Insecure = "HTTPS_REQUIRED", 403, -10003, Authentication, "The request came over plain HTTP from another machine.";
    ScopeMissing = "SCOPE_MISSING", 403, -11001, Permissions, "The application may not do this: it lacks a scope, which the message names.";
    NotFound = "NOT_FOUND", 404, -12001, Request, "Nothing is at this address.";
    MethodNotAllowed = "METHOD_NOT_ALLOWED", 405, -12002, Request, "The address does not handle this method; the header allow says which ones it does.";
    UnknownParameter = "UNKNOWN_PARAMETER", 400, -12003, Request, "A parameter of the query has a name that this address does not know, or is given twice.";
    BadParameter = "BAD_PARAMETER", 400, -12004, Request, "A parameter of the query has a value that cannot be used.";
    BadBody = "BAD_BODY", 400, -12005, Request, "The body is not the JSON that this address takes; the message says where.";
    BodyTooLarge = "BODY_TOO_LARGE", 413, -12006, Request, "The body is longer than limits.request_body_bytes_max.";
    BadRequest = "BAD_REQUEST", 400, -12007, Request, "The request is not valid HTTP; or a function refused its form.";
    RequestTimeout = "REQUEST_TIMEOUT", 408, -12008, Request, "The body did not arrive in time.";
    DataRefused = "DATA_REFUSED", 400, -13001, Data, "The item, the filter or the order cannot be used; the member wde has the code of wix-data.";
    CollectionNotFound = "COLLECTION_NOT_FOUND", 404, -13002, Data, "There is no such collection.";
    ItemNotFound = "ITEM_NOT_FOUND", 404, -13003, Data, "The collection has no item of this id.";
    ItemExists = "ITEM_EXISTS", 400, -13004, Data, "The collection has an item of this id already, or one with the same value in a unique field.";
    CursorMalformed = "CURSOR_MALFORMED", 400, -14001, Cursor, "The cursor was not given out by this server, or was changed.";
    CursorKeyUnknown = "CURSOR_KEY_UNKNOWN", 400, -14002, Cursor, "The key that sealed the cursor is gone.";
    CursorForeign = "CURSOR_FOREIGN", 400, -14003, Cursor, "The cursor belongs to another list, application or instance.";
    CursorExpired = "CURSOR_EXPIRED", 400, -14004, Cursor, "The first page of the walk was asked for too long ago.";
    CursorEnd = "CURSOR_END", 400, -14005, Cursor, "The cursor 0 says that there is no further page.";
    CursorMismatch = "CURSOR_MISMATCH", 400, -14006, Cursor, "Filter, order or fields sent with a cursor differ from those it was made for.";
    CursorTooLong = "CURSOR_TOO_LONG", 400, -14007, Cursor, "Filter, order and fields, or the values sorted by, are too long for a cursor.";
    RateLimited = "RATE_LIMITED", 429, -15001, Platform, "The application sends too many requests; the header retry-after says when to go on.";
    Overloaded = "OVERLOADED", 503, -15002, Platform, "The server is at a limit of its own. The request may be sent again.";
    DataTimedOut = "DATA_TIMED_OUT", 504, -15003, Platform, "The operation on the site's data took too long.";
    Internal = "INTERNAL", 500, -15004, Platform, "The server failed; its log says why.";
    FunctionFailed = "FUNCTION_FAILED", 500, -15005, Platform, "The site's function failed; the member functionCode says how.";
    FunctionTimedOut = "FUNCTION_TIMED_OUT", 504, -15006, Platform, "The site's function took too long.";
    ContactNotFound = "CONTACT_NOT_FOUND", 404, -16001, Contacts, "There is no contact of this id.";
    ContactChanged = "CONTACT_CHANGED", 400, -16002, Contacts, "A concurrency validation error: the contact was changed since the modifiedAt that was sent. Nothing was written.";
    ContactRefused = "CONTACT_REFUSED", 400, -16003, Contacts, "The contact, or the part of it that was sent, cannot be so; the message says why.";
    ContactPartNotFound = "CONTACT_PART_NOT_FOUND", 404, -16004, Contacts, "The contact has no email, phone, .. of this id.";
    ActivityNotFound = "ACTIVITY_NOT_FOUND", 404, -16101, Contacts, "There is no activity of this id.";
    ActivityRefused = "ACTIVITY_REFUSED", 400, -16102, Contacts, "The activity cannot be so; the message says why. contacts/create is read-only.";
    LabelNotFound = "LABEL_NOT_FOUND", 404, -16201, Contacts, "There is no label of this id.";
    LabelRefused = "LABEL_REFUSED", 400, -16202, Contacts, "The label cannot be so, has the name of another, or is one that every site has; the message says which.";
}

impl ApiCode {
    /// Its row.
    pub fn row(self) -> &'static ApiCodeRow {
        &API_CODES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::path::Path;

    #[test]
    fn codes_and_numbers_are_distinct_and_statuses_known() {
        let texts: HashSet<_> = API_CODES.iter().map(|row| row.text).collect();
        let numbers: HashSet<_> = API_CODES.iter().map(|row| row.number).collect();
        assert_eq!(texts.len(), API_CODES.len());
        assert_eq!(numbers.len(), API_CODES.len());
        for row in API_CODES {
            assert_eq!(row.code.row(), row);
            let known = [400, 403, 404, 405, 408, 413, 429, 500, 502, 503, 504];
            assert!(known.contains(&row.status), "{}", row.text);
        }
    }

    #[test]
    fn the_documentation_has_this_table() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/http-api.md");
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let rows: Vec<String> = API_CODES
            .iter()
            .map(|row| {
                let area = row.area.as_str();
                format!(
                    "| {} | {} | `{}` | {} | {area} |",
                    row.status, row.number, row.text, row.about
                )
            })
            .collect();
        let found: Vec<&str> = text
            .lines()
            .filter(|line| line.contains("| -1") && line.starts_with("| "))
            .collect();
        assert_eq!(found, rows, "it must have:\n{}", rows.join("\n"));
    }
}
