//! What a `case.toml` may say; anything else in it is a mistake with a line number.
//!
//! `$ADDR` in a request or an expected text stands for the server's `host:port`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

/// One case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows, in one sentence.
    pub about: String,
    /// The site's configuration.
    pub config: Option<Config>,
    /// What happens, in order, on one server.
    #[serde(rename = "step")]
    pub steps: Vec<Spanned<Step>>,
}

/// The site's configuration, when it has one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The text of `velodrome.toml`.
    pub text: String,
}

/// One request and what must come back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What this step is about, for the failure's message.
    pub note: Option<String>,
    /// Which connection it goes over; without it the one before, when that is still open.
    pub connection: Option<WhichConnection>,
    /// What is sent.
    pub request: Request,
    /// What must come back.
    #[serde(default)]
    pub expect: Expect,
}

/// Which connection a step's request goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WhichConnection {
    /// One of its own.
    New,
}

/// A request. `Host` and `Content-Length` are added unless given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The method; GET without it.
    #[serde(default = "get")]
    pub method: String,
    /// The target, sent as it is.
    pub path: String,
    /// Further headers; a list sends the name several times.
    #[serde(default)]
    pub headers: BTreeMap<String, OneOrMany>,
    /// A body of text.
    pub body: Option<String>,
    /// A body of JSON: a table, or JSON text.
    pub body_json: Option<toml::Value>,
    /// A body of bytes, in base64.
    pub body_base64: Option<String>,
    /// A body of so many times the letter x.
    pub body_fill: Option<usize>,
}

/// What an answer must be. A response header that is neither named here nor one that every
/// answer may have fails the step.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The status; 200 without it.
    pub status: Option<u16>,
    /// Headers with their exact values; a list for one that comes several times.
    #[serde(default)]
    pub headers: BTreeMap<String, OneOrMany>,
    /// Allows headers that are not named here.
    #[serde(default)]
    pub any_headers: bool,
    /// Headers that must not be there.
    #[serde(default)]
    pub absent: Vec<String>,
    /// The body as text.
    pub body: Option<String>,
    /// The body as JSON: a table, or JSON text.
    pub json: Option<toml::Value>,
    /// What the body as JSON holds at least: members not named here may be there.
    pub json_has: Option<toml::Value>,
    /// The body's bytes, in base64.
    pub body_base64: Option<String>,
    /// Texts that the body contains.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Texts that the body does not contain.
    #[serde(default)]
    pub lacks: Vec<String>,
    /// The stable code of an answer that is not the function's own.
    pub code: Option<String>,
    /// Texts, each of which some line of the server's log contains, now or within a few seconds.
    #[serde(default)]
    pub log: Vec<String>,
    /// Whether the connection is closed after this answer.
    pub closes: Option<bool>,
}

/// One text or a list of texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several, in order.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The texts, in order.
    pub fn as_slice(&self) -> &[String] {
        match self {
            OneOrMany::One(text) => std::slice::from_ref(text),
            OneOrMany::Many(texts) => texts,
        }
    }
}

/// A step and the line of `case.toml` it begins on.
pub type NumberedStep<'a> = (usize, &'a Step);

impl Case {
    /// Reads the case in `folder`, and gives the text too, for line numbers.
    ///
    /// # Errors
    /// A message with the file's name, and the line where there is one.
    pub fn read(folder: &Path) -> Result<(Case, String), String> {
        let file = folder.join("case.toml");
        let text = std::fs::read_to_string(&file)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        let case = Case::parse(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok((case, text))
    }

    /// Parses the text of a `case.toml`.
    ///
    /// # Errors
    /// What is wrong, with the line.
    pub fn parse(text: &str) -> Result<Case, String> {
        let case: Case = toml::from_str(text).map_err(|error| error.to_string())?;
        for (line, step) in case.numbered_steps(text) {
            let request = &step.request;
            let bodies = [
                request.body.is_some(),
                request.body_json.is_some(),
                request.body_base64.is_some(),
                request.body_fill.is_some(),
            ];
            if bodies.iter().filter(|given| **given).count() > 1 {
                return Err(format!("line {line}: a request has one body"));
            }
        }
        Ok(case)
    }

    /// The steps with the lines of `text` they begin on.
    pub fn numbered_steps<'a>(&'a self, text: &'a str) -> impl Iterator<Item = NumberedStep<'a>> {
        self.steps.iter().map(|step| {
            let before = text.get(..step.span().start).unwrap_or(text);
            (before.matches('\n').count() + 1, step.get_ref())
        })
    }
}

/// A JSON value written as a table, or as JSON text.
///
/// # Errors
/// The text is not JSON.
pub fn json(value: &toml::Value, addr: &str) -> Result<serde_json::Value, String> {
    let text = match value {
        toml::Value::String(text) => text.clone(),
        other => serde_json::to_string(other).map_err(|error| error.to_string())?,
    };
    let text = text.replace("$ADDR", addr);
    serde_json::from_str(&text).map_err(|error| format!("{error} in the case's JSON {text}"))
}

fn get() -> String {
    "GET".to_owned()
}
