//! `import.meta` and `import(expression)`, which only a module loader could answer.
//!
//! A script that contains `import.meta` does not even parse, and an import whose name is known
//! only at run time is the runtime's to answer. Imports of literals are left to the bundler.

use oxc::allocator::{Allocator, TakeIn};
use oxc::ast::ast::{Expression, Program};
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::span::SPAN;

use super::names::{IMPORT, META};
use super::tree::call;

pub(super) fn replace_import_forms<'a>(
    program: &mut Program<'a>,
    allocator: &'a Allocator,
    file: &str,
) {
    let mut pass = ImportForms {
        ast: AstBuilder::new(allocator),
        file: allocator.alloc_str(file),
    };
    pass.visit_program(program);
}

struct ImportForms<'a> {
    ast: AstBuilder<'a>,
    file: &'a str,
}

impl<'a> VisitMut<'a> for ImportForms<'a> {
    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        walk_mut::walk_expression(self, it);
        let ast = &self.ast;
        match it {
            Expression::ImportMeta(meta) => {
                let file = Expression::new_string_literal(SPAN, self.file, None, ast);
                *it = call(meta.span, META, [file], ast);
            }
            Expression::ImportExpression(import) if !is_literal(&import.source) => {
                let source = import.source.take_in(ast);
                *it = call(import.span, IMPORT, [source], ast);
            }
            _ => {}
        }
    }
}

fn is_literal(source: &Expression) -> bool {
    source.is_string_literal() || source.is_no_substitution_template()
}

#[cfg(test)]
mod tests {
    use super::super::testing::transformed;
    use super::replace_import_forms;

    fn becomes(source: &str, expected: &str) {
        let printed = transformed(source, |program, allocator| {
            replace_import_forms(program, allocator, "backend/a.js");
        });
        assert_eq!(printed, expected, "{source}");
    }

    #[test]
    fn meta_names_the_file() {
        becomes("f(import.meta.url);", "f($vd_meta(\"backend/a.js\").url);");
    }

    #[test]
    fn only_computed_imports_are_replaced() {
        becomes("import(a + b);", "$vd_import(a + b);");
        becomes("import(\"backend/a\");", "import(\"backend/a\");");
        becomes("import a from \"b\";", "import a from \"b\";");
    }
}
