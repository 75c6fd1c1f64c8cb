//! The `cursor` parameter of a request.

/// What a request's `cursor` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorParameter<'a> {
    /// The first page: no cursor, or `-1`. Source: documentation.
    Start,
    /// `0`, which is what a page has in place of a cursor where there is no further page. Whether
    /// asking for it is an error or an empty page the documentation does not say.
    End,
    /// Everything else: to be opened.
    Sealed(&'a str),
}

impl<'a> CursorParameter<'a> {
    /// Reads the parameter's decoded value, `None` when it was not sent.
    pub fn read(value: Option<&'a str>) -> CursorParameter<'a> {
        match value {
            None | Some("-1") => CursorParameter::Start,
            Some("0") => CursorParameter::End,
            Some(text) => CursorParameter::Sealed(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_and_end_have_their_documented_values() {
        assert_eq!(CursorParameter::read(None), CursorParameter::Start);
        assert_eq!(CursorParameter::read(Some("-1")), CursorParameter::Start);
        assert_eq!(CursorParameter::read(Some("0")), CursorParameter::End);
        assert_eq!(CursorParameter::read(Some("")), CursorParameter::Sealed(""));
        assert_eq!(
            CursorParameter::read(Some("abc")),
            CursorParameter::Sealed("abc")
        );
    }
}
