//! The request target and its three accepted forms.
//!
//! Percent signs are left as they are: what they stand for is the application's question, asked
//! once. `#` never belongs to a target, and a backslash in the path is refused because URL
//! parsers read it as a slash.

use super::fault::Fault;
use super::grammar::is_visible;
use super::host::is_authority;
use super::request_line::Span;

/// Where the parts of a target are, as spans of the head.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TargetParts {
    pub form: Form,
    /// Empty when an absolute target has no path: it stands for `/`.
    pub path: Span,
    pub query: Option<Span>,
    /// The authority of an absolute target.
    pub authority: Option<Span>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Form {
    #[default]
    Origin,
    Absolute,
    Asterisk,
}

/// Splits the target found at `span` of `head`. The method decides whether `*` is allowed.
pub(super) fn parse(head: &[u8], span: Span, method: &[u8]) -> Result<TargetParts, Fault> {
    let target = span.of(head);
    match target {
        b"*" if method == b"OPTIONS" => Ok(TargetParts {
            form: Form::Asterisk,
            path: span,
            ..TargetParts::default()
        }),
        [b'/', ..] => {
            let (path, query) = path_and_query(target, span.start())?;
            Ok(TargetParts {
                form: Form::Origin,
                path,
                query,
                authority: None,
            })
        }
        _ => absolute(target, span),
    }
}

fn absolute(target: &[u8], span: Span) -> Result<TargetParts, Fault> {
    let scheme_bytes = scheme_length(target).ok_or(Fault::Target)?;
    let after = &target[scheme_bytes..];
    let authority_bytes = after
        .iter()
        .position(|byte| matches!(byte, b'/' | b'?'))
        .unwrap_or(after.len());
    if !is_authority(&after[..authority_bytes]) {
        return Err(Fault::Target);
    }
    let authority = Span::new(span.start() + scheme_bytes, authority_bytes);
    let (path, query) = path_and_query(
        &after[authority_bytes..],
        span.start() + scheme_bytes + authority_bytes,
    )?;
    Ok(TargetParts {
        form: Form::Absolute,
        path,
        query,
        authority: Some(authority),
    })
}

fn scheme_length(target: &[u8]) -> Option<usize> {
    ["http://", "https://"].into_iter().find_map(|scheme| {
        let prefix = target.get(..scheme.len())?;
        prefix
            .eq_ignore_ascii_case(scheme.as_bytes())
            .then_some(scheme.len())
    })
}

fn path_and_query(bytes: &[u8], offset: usize) -> Result<(Span, Option<Span>), Fault> {
    let path_bytes = memchr::memchr(b'?', bytes).unwrap_or(bytes.len());
    let (path, query) = bytes.split_at(path_bytes);
    let path_good = path.iter().fold(true, |good, &b| {
        good & is_visible(b) & (b != b'#') & (b != b'\\')
    });
    let query_good = query
        .iter()
        .fold(true, |good, &b| good & is_visible(b) & (b != b'#'));
    if !(path_good && query_good) {
        return Err(Fault::Target);
    }
    let query_span =
        (!query.is_empty()).then(|| Span::new(offset + path_bytes + 1, query.len() - 1));
    Ok((Span::new(offset, path_bytes), query_span))
}
