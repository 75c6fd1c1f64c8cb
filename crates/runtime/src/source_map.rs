//! From a position in a site's one script back to the author's file, line and column.

use oxc_sourcemap::{SourceMap, Token};
use std::cell::OnceCell;
use std::sync::Arc;
use velodrome_engine::stack::MappedPosition;
use velodrome_model::log::SourcePosition;

/// The url under which a site's script is evaluated; frames carry it.
pub(crate) const SCRIPT_URL: &str = "velodrome-site:script";

/// A source map that is parsed when it is first asked.
pub(crate) struct SourceIndex {
    text: Arc<str>,
    parsed: OnceCell<Option<Parsed>>,
}

struct Parsed {
    map: SourceMap<'static>,
    /// In order of their place in the script.
    tokens: Vec<Token>,
}

impl Parsed {
    fn parse(text: &str) -> Option<Parsed> {
        let map = SourceMap::from_json_string(text).ok()?.into_owned();
        let tokens = map.get_tokens().collect();
        Some(Parsed { map, tokens })
    }

    /// The last token at or before a place, on its line. Both count from 0.
    fn token(&self, line: u32, column: u32) -> Option<Token> {
        let after = self
            .tokens
            .partition_point(|token| (token.get_dst_line(), token.get_dst_col()) <= (line, column));
        let token = self.tokens.get(after.checked_sub(1)?)?;
        (token.get_dst_line() == line).then_some(*token)
    }
}

impl SourceIndex {
    pub(crate) fn new(text: Arc<str>) -> SourceIndex {
        SourceIndex {
            text,
            parsed: OnceCell::new(),
        }
    }

    /// The author's position of a place in the script. Lines and columns count from 1.
    pub(crate) fn lookup(&self, url: &str, line: u32, column: u32) -> Option<SourcePosition> {
        if url != SCRIPT_URL {
            return None;
        }
        let parsed = self
            .parsed
            .get_or_init(|| Parsed::parse(&self.text))
            .as_ref()?;
        let token = parsed.token(line.checked_sub(1)?, column.saturating_sub(1))?;
        let file = parsed.map.get_source(token.get_source_id()?)?;
        Some(SourcePosition {
            file: file.to_string(),
            line: token.get_src_line() + 1,
            column: token.get_src_col() + 1,
        })
    }

    /// The same for the engine's stack writer.
    pub(crate) fn map(&self, url: &str, line: u32, column: u32) -> Option<MappedPosition> {
        let position = self.lookup(url, line, column)?;
        Some(MappedPosition {
            file: position.file,
            line: position.line,
            column: position.column,
            name: None,
        })
    }
}
