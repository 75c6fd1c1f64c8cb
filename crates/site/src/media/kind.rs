//! What a file is: its MIME type, and the kind that the platform tells apart.

use serde::{Deserialize, Serialize};

/// The kinds of media (reference of `wix-media-backend`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// Sound.
    Audio,
    /// Whatever is nothing else.
    Document,
    /// A picture of points.
    Image,
    /// A picture of lines (SVG).
    Shape,
    /// Moving pictures.
    Video,
}

impl MediaKind {
    /// The kind that goes with a MIME type.
    pub fn of_type(mime: &str) -> MediaKind {
        let essence = mime.split(';').next().unwrap_or_default().trim();
        match essence.split('/').next().unwrap_or_default() {
            _ if essence.eq_ignore_ascii_case("image/svg+xml") => MediaKind::Shape,
            "image" => MediaKind::Image,
            "audio" => MediaKind::Audio,
            "video" => MediaKind::Video,
            _ => MediaKind::Document,
        }
    }

    /// The name in results.
    pub fn as_str(self) -> &'static str {
        match self {
            MediaKind::Audio => "audio",
            MediaKind::Document => "document",
            MediaKind::Image => "image",
            MediaKind::Shape => "shape",
            MediaKind::Video => "video",
        }
    }

    /// The word after `wix:` in a file's URL. Source: documentation, but for documents and audio a
    /// choice.
    pub fn scheme(self) -> &'static str {
        match self {
            MediaKind::Shape => "vector",
            other => other.as_str(),
        }
    }
}

/// The MIME type of a file of this name; `application/octet-stream` when the name says nothing.
pub fn type_of(name: &str) -> String {
    mime_guess::from_path(name)
        .first_or_octet_stream()
        .essence_str()
        .to_owned()
}

/// Whether the text is a MIME type: `type/subtype`, perhaps with parameters.
pub(super) fn is_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let is_token = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    let is_plain = text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    is_plain
        && text.len() <= 200
        && essence
            .split_once('/')
            .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_follow_types() {
        for (mime, kind) in [
            ("image/png", MediaKind::Image),
            ("image/svg+xml", MediaKind::Shape),
            ("audio/mpeg", MediaKind::Audio),
            ("video/mp4; codecs=x", MediaKind::Video),
            ("application/pdf", MediaKind::Document),
            ("", MediaKind::Document),
        ] {
            assert_eq!(MediaKind::of_type(mime), kind, "{mime}");
        }
        assert_eq!(type_of("a.PDF"), "application/pdf");
        assert_eq!(type_of("a"), "application/octet-stream");
    }

    #[test]
    fn types_are_told_from_other_texts() {
        for text in ["a/b", "text/plain; charset=utf-8", "image/svg+xml"] {
            assert!(is_type(text), "{text}");
        }
        for text in ["", "a", "a/", "/b", "a/b\r\nx: y", "a b/c", "é/b"] {
            assert!(!is_type(text), "{text}");
        }
    }
}
