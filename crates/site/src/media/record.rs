//! What is known of a file and of a folder.

use serde::{Deserialize, Serialize};

use super::error::MediaError;
use super::kind::MediaKind;

/// Id of the folder that all others are in.
pub const ROOT: &str = "media-root";
/// Id of the folder with what visitors upload. Source: documentation.
pub const VISITORS: &str = "visitor-uploads";

/// Longest name of a file or a folder, in characters.
const NAME_CHARS_MAX: usize = 200;

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MediaFile {
    /// Its name for programs: 32 hexadecimal digits and an extension. No two files share one.
    pub uri: String,
    /// Its name for people.
    pub name: String,
    /// The id of its folder.
    pub folder: String,
    /// Its MIME type.
    pub mime: String,
    /// Its kind.
    pub kind: MediaKind,
    /// Its length.
    pub bytes: u64,
    /// Width of a picture, in points; 0 when it is not known.
    pub width: u32,
    /// Height of a picture, in points; 0 when it is not known.
    pub height: u32,
    /// SHA-256 of its content, in lower-case hexadecimal digits.
    pub hash: String,
    /// Whether its link needs a token.
    pub is_private: bool,
    /// When it came, in milliseconds since 1970.
    pub created_ms: u64,
    /// Where it was imported from; may be empty.
    pub source_url: String,
    /// Which link it was uploaded with, if with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<String>,
}

impl MediaFile {
    /// What the platform's code knows it by, as `wix:image://v1/<uri>/<name>#originWidth=1&originHeight=1`.
    pub fn media_url(&self) -> String {
        let mut url = format!(
            "wix:{}://v1/{}/{}",
            self.kind.scheme(),
            self.uri,
            encoded(&self.name)
        );
        if self.kind == MediaKind::Image && self.width > 0 {
            url.push_str(&format!(
                "#originWidth={}&originHeight={}",
                self.width, self.height
            ));
        }
        url
    }

    /// The path below `/_media/` at which it is served.
    pub fn path(&self) -> String {
        format!("{}/{}", self.uri, encoded(&self.name))
    }
}

/// The URI in what names a file: a media URL, or the URI itself.
pub(super) fn uri_in(text: &str) -> Option<&str> {
    let uri = match text.strip_prefix("wix:") {
        Some(rest) => rest.split_once("://v1/")?.1.split(['/', '#']).next()?,
        None => text,
    };
    is_uri(uri).then_some(uri)
}

/// Whether the text has the form of a URI: it names no other file of this machine.
pub(super) fn is_uri(text: &str) -> bool {
    let (digits, extension) = text.split_once('.').unwrap_or((text, "x"));
    let is_digits = digits
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    digits.len() == 32 && is_digits && is_extension(extension)
}

/// The extension that a file of this name gets.
pub(super) fn extension(name: &str) -> Option<String> {
    let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
    is_extension(&extension).then_some(extension)
}

fn is_extension(text: &str) -> bool {
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (1..=10).contains(&text.len()) && is_plain
}

/// A folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MediaFolder {
    /// Its name for programs.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The id of the folder that it is in.
    pub parent: String,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: u64,
}

/// Checks a name for people.
pub(super) fn check_name(name: &str) -> Result<(), MediaError> {
    let reason = if name.trim().is_empty() {
        "a name in the media is not empty"
    } else if name.chars().count() > NAME_CHARS_MAX {
        "a name in the media has at most 200 characters"
    } else if name.chars().any(|c| c.is_control() || c == '/') {
        "a name in the media has no slash and no control characters"
    } else {
        return Ok(());
    };
    Err(MediaError::unusable(reason))
}

/// As one segment of a URL's path (RFC 3986, 3.3).
pub(super) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    const URI: &str = "0123456789abcdef0123456789abcdef.png";

    #[test]
    fn uris_are_found_in_media_urls_and_nothing_else_is_one() {
        for text in [
            URI,
            "wix:image://v1/0123456789abcdef0123456789abcdef.png/a%20b.png#originWidth=1&originHeight=2",
            "wix:document://v1/0123456789abcdef0123456789abcdef.png",
        ] {
            assert_eq!(uri_in(text), Some(URI), "{text}");
        }
        for text in [
            "",
            "../../etc/passwd",
            "0123456789abcdef0123456789abcdef./x",
            "0123456789abcdef0123456789abcdef.PNG",
            "0123456789abcdef0123456789abcde",
            "wix:image://v1/../x",
            "wix:image://v2/0123456789abcdef0123456789abcdef.png",
        ] {
            assert_eq!(uri_in(text), None, "{text}");
        }
        assert_eq!(extension("a.tar.GZ").as_deref(), Some("gz"));
        assert_eq!(extension("a.b c"), None);
        assert_eq!(extension("a"), None);
    }
}
