//! Why an operation on documents was refused: a documented number, its category, and a message.

use std::fmt;

pub use super::wde::{WDE, Wde, WdeRow};

/// A refusal of an operation on documents: the caller's fault, or a documented condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    /// The documented code.
    pub wde: Wde,
    /// What happened, where, what to do; without the code in front.
    pub message: String,
}

impl DataError {
    /// A refusal with `wde`'s number and a message that does not repeat it.
    pub fn new(wde: Wde, message: impl Into<String>) -> DataError {
        DataError {
            wde,
            message: message.into(),
        }
    }

    /// `{"code":"WD_..","wde":"WDE0073","message":"WDE0073: .."}`, what the JavaScript side makes
    /// an Error of.
    pub fn to_json(&self) -> String {
        serde_json::json!({
            "code": self.wde.category(),
            "wde": self.wde.to_string(),
            "message": self.to_string(),
        })
        .to_string()
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.wde, self.message)
    }
}

impl std::error::Error for DataError {}
