//! Changes made to every module's syntax tree before it is bundled.
//!
//! They run inside the bundler's own parse, so nothing is parsed twice and positions stay those
//! of the original source. A pass is skipped when the text lacks the word it looks for, which is
//! the case for most files and costs next to nothing.

mod async_functions;
mod facts;
mod import_forms;
mod loops;
mod numbered_names;
mod stack_reads;
mod tree;

pub(crate) use facts::facts;
use oxc::allocator::Allocator;
use oxc::ast::ast::Program;

/// Names the passes put into modules; the envelope declares them.
pub(crate) mod names {
    pub(crate) const TICK: &str = "$vd_tick";
    pub(crate) const YIELD: &str = "$vd_yield";
    pub(crate) const STACK: &str = "$vd_stack";
    pub(crate) const SETTLE: &str = "$vd_settle";
    pub(crate) const IMPORT: &str = "$vd_import";
    pub(crate) const META: &str = "$vd_meta";
}

/// Applies every pass. `file` is the module's path relative to the site.
pub(crate) fn apply<'a>(
    program: &mut Program<'a>,
    allocator: &'a Allocator,
    text: &str,
    file: &str,
    lowers_async: bool,
) {
    if text.contains("await") {
        loops::yield_in_loops(program, allocator);
    }
    if text.contains("stack") {
        stack_reads::route_stack_reads(program, allocator);
    }
    if text.contains(numbered_names::PREFIX) && text.contains('$') {
        numbered_names::respell(program, allocator);
    }
    if text.contains("import") {
        import_forms::replace_import_forms(program, allocator, file);
    }
    // Last: the others know async functions as they were written.
    if lowers_async && text.contains("async") {
        async_functions::lower_async_functions(program, allocator, file);
    }
}

#[cfg(test)]
mod testing {
    use oxc::allocator::Allocator;
    use oxc::ast::ast::Program;
    use oxc::codegen::Codegen;
    use oxc::parser::Parser;
    use oxc::span::SourceType;

    /// What `pass` makes of `source`, printed with its white space collapsed.
    pub(super) fn transformed(
        source: &str,
        pass: impl for<'a> FnOnce(&mut Program<'a>, &'a Allocator),
    ) -> String {
        let allocator = Allocator::default();
        let parsed =
            Parser::new(&allocator, source, SourceType::mjs().with_typescript(true)).parse();
        assert!(parsed.diagnostics.is_empty(), "{source} must parse");
        let mut program = parsed.program;
        pass(&mut program, &allocator);
        let printed = Codegen::new().build(&program).code;
        printed.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
