//! Bodies of requests: JSON, whatever their media type says.

use super::code::ApiCode;
use super::error::ApiError;
use serde::de::IgnoredAny;
use serde_json::Value;

/// The body as a value.
pub(super) fn json_value(body: &[u8]) -> Result<Value, ApiError> {
    let text = text(body)?;
    serde_json::from_str(text).map_err(not_json)
}

/// The body's text, which is JSON. Its media type is not asked for: one client sends none.
pub(super) fn json_text(body: &[u8]) -> Result<&str, ApiError> {
    let text = text(body)?;
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(IgnoredAny) => Ok(text),
        Err(error) => Err(not_json(error)),
    }
}

fn not_json(error: serde_json::Error) -> ApiError {
    let message = format!("The body is not JSON: {error}.");
    ApiError::new(ApiCode::BadBody, message)
}

fn text(body: &[u8]) -> Result<&str, ApiError> {
    let text = std::str::from_utf8(body).map_err(|error| {
        let at = error.valid_up_to();
        ApiError::new(
            ApiCode::BadBody,
            format!("The body is not UTF-8 at byte {at}."),
        )
    })?;
    if text.trim_ascii().is_empty() {
        return Err(ApiError::new(
            ApiCode::BadBody,
            "The body is empty; JSON is expected.",
        ));
    }
    Ok(text)
}

/// The body's text, which is a JSON object.
pub(super) fn json_object(body: &[u8]) -> Result<&str, ApiError> {
    let text = json_text(body)?;
    if text.trim_ascii().starts_with('{') {
        return Ok(text);
    }
    let message = "The body is not an object; an item is expected.";
    Err(ApiError::new(ApiCode::BadBody, message))
}
