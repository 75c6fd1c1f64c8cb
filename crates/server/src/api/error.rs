//! An answer of the API that is not a result: always the same JSON, whatever the request accepts.
//!
//! `{"errorCode", "message", "wixErrorCode"}` is what published clients read; further members are
//! ignored by them. They read bodies only as `application/json`.

use super::code::ApiCode;
use crate::error_answer::ErrorAnswer;
use crate::http1::{Body, Fault, Response};
use serde_json::{Map, Value, json};
use velodrome_model::cursor::CursorError;
use velodrome_model::data::{DataError, Wde};
use velodrome_model::signing::Refusal;
use velodrome_site::crm::{CrmError, CrmFault};

/// Why there is no result.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) code: ApiCode,
    /// In place of the code's own.
    status: Option<u16>,
    message: String,
    /// Further members of the body.
    members: Vec<(&'static str, Value)>,
    fields: Vec<(&'static str, String)>,
    reason: Option<String>,
}

impl ApiError {
    pub(super) fn new(code: ApiCode, message: impl Into<String>) -> ApiError {
        ApiError {
            code,
            status: None,
            message: message.into(),
            members: Vec::new(),
            fields: Vec::new(),
            reason: None,
        }
    }

    /// The answer when every thread is stuck.
    pub(crate) fn overloaded() -> ApiError {
        let message = "The server is at its limit. The request may be sent again.";
        ApiError::new(ApiCode::Overloaded, message).with_field("retry-after", "1")
    }

    pub(super) fn with_field(mut self, name: &'static str, value: impl Into<String>) -> ApiError {
        self.fields.push((name, value.into()));
        self
    }

    pub(super) fn with_reason(mut self, reason: impl Into<String>) -> ApiError {
        self.reason = Some(reason.into());
        self
    }

    fn with_member(mut self, name: &'static str, value: impl Into<Value>) -> ApiError {
        self.members.push((name, value.into()));
        self
    }

    /// What only the log is told.
    pub(crate) fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// As an HTTP response, without the fields that every answer has.
    pub(crate) fn to_response(&self, request_id: &str) -> Response {
        let row = self.code.row();
        let status = self.status.unwrap_or(row.status);
        let mut body = Map::new();
        body.insert("errorCode".to_owned(), status.into());
        body.insert("message".to_owned(), self.message.clone().into());
        body.insert("wixErrorCode".to_owned(), row.number.into());
        body.insert("code".to_owned(), row.text.into());
        for (name, value) in &self.members {
            body.insert((*name).to_owned(), value.clone());
        }
        body.insert("requestId".to_owned(), request_id.into());
        let mut response = json_response(status, Value::Object(body).to_string());
        response.headers.push_known("x-velodrome-error", row.text);
        for (name, value) in &self.fields {
            // A value that cannot be sent is left out: the body says it all.
            let _unsendable = response.headers.push(name, value);
        }
        response
    }
}

/// A response with a JSON body.
pub(super) fn json_response(status: u16, json: String) -> Response {
    let mut response = Response::new(status).with_body(Body::Owned(json.into_bytes()));
    response
        .headers
        .push_known("content-type", "application/json");
    response
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> ApiError {
        let code = if refusal.status() == 400 {
            ApiCode::NotSigned
        } else {
            ApiCode::NotAccepted
        };
        ApiError::new(code, refusal.message()).with_reason(refusal.to_string())
    }
}

impl From<CursorError> for ApiError {
    fn from(error: CursorError) -> ApiError {
        let code = match error {
            CursorError::Tampered => ApiCode::CursorMalformed,
            CursorError::UnknownKey => ApiCode::CursorKeyUnknown,
            CursorError::Foreign => ApiCode::CursorForeign,
            CursorError::Expired { .. } => ApiCode::CursorExpired,
        };
        ApiError::new(code, error.message())
    }
}

impl From<DataError> for ApiError {
    fn from(error: DataError) -> ApiError {
        let code = match error.wde {
            Wde::COLLECTION_DOES_NOT_EXIST => ApiCode::CollectionNotFound,
            Wde::ITEM_DOES_NOT_EXIST => ApiCode::ItemNotFound,
            Wde::ITEM_ALREADY_EXISTS | Wde::UNIQUE_VIOLATED => ApiCode::ItemExists,
            Wde::TIMED_OUT => ApiCode::DataTimedOut,
            Wde::RATE_EXCEEDED | Wde::QUOTA_EXCEEDED => ApiCode::Overloaded,
            Wde::INTERNAL | Wde::UNKNOWN => ApiCode::Internal,
            _ => ApiCode::DataRefused,
        };
        ApiError::new(code, error.message).with_member("wde", error.wde.to_string())
    }
}

impl From<CrmError> for ApiError {
    fn from(error: CrmError) -> ApiError {
        let (fault, message) = match error {
            CrmError::Fault(fault, message) => (fault, message),
            CrmError::Data(error) => return error.into(),
        };
        let code = match fault {
            CrmFault::ContactNotFound => ApiCode::ContactNotFound,
            CrmFault::ContactChanged => ApiCode::ContactChanged,
            CrmFault::ContactExists | CrmFault::ContactRefused => ApiCode::ContactRefused,
            CrmFault::PartNotFound => ApiCode::ContactPartNotFound,
            CrmFault::ActivityNotFound => ApiCode::ActivityNotFound,
            CrmFault::ActivityRefused => ApiCode::ActivityRefused,
            CrmFault::LabelNotFound => ApiCode::LabelNotFound,
            CrmFault::LabelRefused => ApiCode::LabelRefused,
            CrmFault::Contended => ApiCode::Overloaded,
        };
        ApiError::new(code, message)
    }
}

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> ApiError {
        let code = match fault {
            Fault::BodyTooLarge => ApiCode::BodyTooLarge,
            Fault::BodyTimeout | Fault::HeadTimeout => ApiCode::RequestTimeout,
            _ => ApiCode::BadRequest,
        };
        let mut error = ApiError::new(code, fault.message());
        // The codec closes the connection and says so with the fault's own status.
        error.status = Some(fault.status());
        error
    }
}

/// A function of the site did not answer itself.
impl From<ErrorAnswer> for ApiError {
    fn from(answer: ErrorAnswer) -> ApiError {
        let code = match answer.status {
            404 => ApiCode::NotFound,
            405 => ApiCode::MethodNotAllowed,
            429 => ApiCode::RateLimited,
            503 => ApiCode::Overloaded,
            504 => ApiCode::FunctionTimedOut,
            500.. => ApiCode::FunctionFailed,
            _ => ApiCode::BadRequest,
        };
        let mut error = ApiError::new(code, answer.message);
        error.members.push(("functionCode", json!(answer.code)));
        if let Some(stack) = answer.stack {
            error.members.push(("stack", stack.into()));
        }
        error.fields = answer.fields;
        error
    }
}
