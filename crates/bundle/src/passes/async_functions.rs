//! Async functions become generators, for sites that follow work from callback to callback.
//!
//! The engine's `await` calls no `then` and tells nobody, so that `AsyncLocalStorage` would lose its
//! store there. The helper that drives the generators awaits by `then`, which the runtime can follow.
//! Lowered code is slower: only sites that import `async_hooks` get it.

use std::path::Path;

use oxc::allocator::Allocator;
use oxc::ast::ast::Program;
use oxc::transformer::{TransformOptions, Transformer};
use rolldown_ecmascript::semantic_builder_for_transform;

pub(super) fn lower_async_functions<'a>(
    program: &mut Program<'a>,
    allocator: &'a Allocator,
    file: &str,
) {
    let source_type = program.source_type;
    let is_module = program
        .body
        .iter()
        .any(|statement| statement.is_module_declaration());
    if !is_module {
        // The helpers are then required: an import would make a CommonJS file another one.
        program.source_type = source_type.with_script(true);
    }
    let scoping = semantic_builder_for_transform()
        .build(program)
        .semantic
        .into_scoping();
    let mut options = TransformOptions::default();
    options.env.es2017.async_to_generator = true;
    options.env.es2018.async_generator_functions = true;
    // What it has to say of the source, the bundler's own transform says again.
    let _said_later =
        Transformer::new(allocator, Path::new(file), &options).build_with_scoping(scoping, program);
    program.source_type = source_type;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::testing::transformed;

    fn lowered(source: &str) -> String {
        transformed(source, |program, allocator| {
            lower_async_functions(program, allocator, "a.js");
        })
    }

    #[test]
    fn await_becomes_yield_and_the_helper_is_imported() {
        let text = lowered("export async function f() { await g(); }");
        assert!(text.contains("yield g()"), "{text}");
        assert!(
            text.contains("@oxc-project/runtime/helpers/asyncToGenerator"),
            "{text}"
        );
        assert!(!text.contains("await"), "{text}");
    }

    #[test]
    fn a_commonjs_file_stays_one() {
        let text = lowered("exports.f = async () => { await g(); };");
        assert!(text.contains("require("), "{text}");
        assert!(!text.contains("import "), "{text}");
    }

    #[test]
    fn await_at_the_top_and_newer_syntax_stay() {
        let text = lowered("export const a = await b; class C { #x = 1; static { d?.e ?? f; } }");
        for kept in ["await b", "#x = 1", "d?.e ?? f"] {
            assert!(text.contains(kept), "{text}");
        }
    }
}
