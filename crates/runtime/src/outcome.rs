//! How a call of a handler can end. The three kinds are three types, because they are treated
//! differently: an answer is sent, a throw is the user's, an end is a limit's.

use crate::answer_streams::AnswerStream;
use velodrome_model::code::Code;

/// What a response body is, which decides the content type when the function gave none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// No body.
    None,
    /// Text.
    Text,
    /// A value turned into JSON.
    Json,
    /// Bytes.
    Bytes,
    /// Bytes that are still to come.
    Stream,
}

/// The number of [`BodyKind::Stream`].
pub(crate) const STREAM: f64 = 5.0;

/// In place of a body's kind: it is too long, and only its length crossed (`js/velo/response.js`).
pub(crate) const OVERSIZE: f64 = 4.0;

impl BodyKind {
    /// The kind with this number in `js/velo/response.js`.
    pub(crate) fn from_number(number: f64) -> BodyKind {
        match number as u8 {
            1 => BodyKind::Text,
            2 => BodyKind::Json,
            3 => BodyKind::Bytes,
            5 => BodyKind::Stream,
            _ => BodyKind::None,
        }
    }

    /// The content type to infer, `None` when there is no body.
    pub fn content_type(self) -> Option<&'static str> {
        match self {
            BodyKind::None => None,
            BodyKind::Text => Some("text/plain; charset=utf-8"),
            BodyKind::Json => Some("application/json"),
            BodyKind::Bytes | BodyKind::Stream => Some("application/octet-stream"),
        }
    }
}

/// A function's own response.
#[derive(Debug)]
pub struct Answer {
    /// 200 to 599.
    pub status: u16,
    /// Lines `name:value`, each ended by a line feed. Names are tokens, values hold no control
    /// characters but tabs, and no character above U+00FF.
    pub headers: String,
    /// What the body is.
    pub kind: BodyKind,
    /// The body's bytes; none where `stream` is.
    pub body: Vec<u8>,
    /// The body's bytes that are still to come. Dropping it tells the function.
    pub stream: Option<AnswerStream>,
}

/// What a function threw.
#[derive(Debug)]
pub struct Thrown {
    /// FUNCTION_FAILED, or BAD_RESPONSE when what it returned is no response.
    pub code: Code,
    /// The error's message.
    pub message: String,
    /// Name, message and frames in V8's form, positions in the site's own files.
    pub stack: String,
}

/// How a call ended.
#[derive(Debug)]
pub enum Outcome {
    /// The function answered.
    Answer(Answer),
    /// The function threw, or answered with what is no response.
    Threw(Thrown),
    /// A limit ended it, or the VM was lost to another request.
    Ended(Code),
}
