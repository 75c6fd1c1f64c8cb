//! Where a file imports something.
//!
//! Only asked for imports that led nowhere, so the file is parsed again instead of every build
//! keeping the places of all imports.

use oxc::allocator::Allocator;
use oxc::ast::ast::{
    CallExpression, ExportAllDeclaration, ExportFromDeclaration, Expression, ImportDeclaration,
    ImportExpression, StringLiteral, TryStatement,
};
use oxc::ast_visit::{Visit, walk};
use oxc::parser::Parser;
use oxc::span::SourceType;

/// One import of the specifier that was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// Of the specifier's text, in bytes.
    pub(super) offset: usize,
    /// Whether its failure is caught, or may be: the author expects that it can be missing.
    pub(super) is_guarded: bool,
    /// `require` and `import()` fail when they run; the others when the file loads.
    pub(super) is_static: bool,
}

/// The first import of `specifier` in `text`; an unguarded one when there is one.
pub(super) fn find_import(text: &str, path: &str, specifier: &str) -> Option<Occurrence> {
    let allocator = Allocator::default();
    let is_typescript = path.ends_with("ts") || path.ends_with("tsx");
    let source_type = SourceType::mjs()
        .with_typescript(is_typescript)
        .with_jsx(path.ends_with('x'));
    let parsed = Parser::new(&allocator, text, source_type).parse();
    let mut finder = Finder {
        specifier,
        try_depth: 0,
        found: Vec::new(),
    };
    finder.visit_program(&parsed.program);
    let unguarded = finder.found.iter().find(|one| !one.is_guarded);
    unguarded.or(finder.found.first()).copied()
}

struct Finder<'s> {
    specifier: &'s str,
    try_depth: usize,
    found: Vec<Occurrence>,
}

impl Finder<'_> {
    fn note(&mut self, source: &StringLiteral<'_>, is_static: bool) {
        if source.value == self.specifier {
            self.found.push(Occurrence {
                offset: source.span.start as usize,
                is_guarded: !is_static && self.try_depth > 0,
                is_static,
            });
        }
    }
}

impl<'a> Visit<'a> for Finder<'_> {
    fn visit_import_declaration(&mut self, it: &ImportDeclaration<'a>) {
        self.note(&it.source, true);
    }

    fn visit_export_from_declaration(&mut self, it: &ExportFromDeclaration<'a>) {
        self.note(&it.source, true);
    }

    fn visit_export_all_declaration(&mut self, it: &ExportAllDeclaration<'a>) {
        self.note(&it.source, true);
    }

    fn visit_import_expression(&mut self, it: &ImportExpression<'a>) {
        if let Expression::StringLiteral(source) = &it.source {
            self.note(source, false);
        }
        walk::walk_import_expression(self, it);
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        if let Some(source) = it.common_js_require() {
            self.note(source, false);
        }
        walk::walk_call_expression(self, it);
    }

    fn visit_try_statement(&mut self, it: &TryStatement<'a>) {
        self.try_depth += 1;
        self.visit_block_statement(&it.block);
        self.try_depth -= 1;
        if let Some(handler) = &it.handler {
            self.visit_catch_clause(handler);
        }
        if let Some(finalizer) = &it.finalizer {
            self.visit_block_statement(finalizer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str) -> Option<Occurrence> {
        find_import(text, "a.js", "x")
    }

    #[test]
    fn every_form_is_found_at_its_specifier() {
        for (text, offset, is_static) in [
            ("import 'x'", 7, true),
            ("import a from 'x'", 14, true),
            ("export * from 'x'", 14, true),
            ("export { a } from 'x'", 18, true),
            ("f(() => import('x'))", 15, false),
            ("const a = require('x')", 18, false),
        ] {
            let found = find(text).expect("it is there");
            assert_eq!(
                (found.offset, found.is_static),
                (offset, is_static),
                "{text}"
            );
            assert!(!found.is_guarded);
        }
        assert_eq!(find("import 'y'"), None);
    }

    #[test]
    fn try_guards_what_runs_inside_it() {
        let found = find("try { require('x') } catch {}").expect("it is there");
        assert!(found.is_guarded);
        let found = find("try { require('x') } catch { require('x') }").expect("it is there");
        assert!(!found.is_guarded);
    }
}
