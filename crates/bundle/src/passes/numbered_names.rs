//! Names that another bundler numbered: `require_context$1`.
//!
//! The bundler gives each CommonJS module a function `require_x`. Where a package's own code, which
//! was bundled before, has that name inside, the bundler renames it to `require_x$1` without looking
//! whether the code has that name, too; two declarations of one name do not even parse. So the code's
//! own numbers are written otherwise, which the bundler never does.

use oxc::allocator::Allocator;
use oxc::ast::ast::{
    BindingIdentifier, BindingProperty, Ident, IdentifierReference, ObjectProperty, Program,
};
use oxc::ast_visit::{VisitMut, walk_mut};

/// What all such names begin with.
pub(super) const PREFIX: &str = "require_";

/// Only for CommonJS: in an ES module a declared name may be exported, and the bundler looks there.
pub(super) fn respell<'a>(program: &mut Program<'a>, allocator: &'a Allocator) {
    let is_module = |statement: &oxc::ast::ast::Statement| statement.is_module_declaration();
    if !program.body.iter().any(is_module) {
        NumberedNames { allocator }.visit_program(program);
    }
}

struct NumberedNames<'a> {
    allocator: &'a Allocator,
}

impl<'a> NumberedNames<'a> {
    fn other(&self, name: &str) -> Option<Ident<'a>> {
        let (base, number) = name.strip_prefix(PREFIX)?.rsplit_once('$')?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| {
            let spelled = format!("{PREFIX}{base}$_{number}");
            Ident::from(self.allocator.alloc_str(&spelled))
        })
    }
}

impl<'a> VisitMut<'a> for NumberedNames<'a> {
    fn visit_identifier_reference(&mut self, it: &mut IdentifierReference<'a>) {
        it.name = self.other(&it.name).unwrap_or(it.name);
    }

    fn visit_binding_identifier(&mut self, it: &mut BindingIdentifier<'a>) {
        it.name = self.other(&it.name).unwrap_or(it.name);
    }

    // The property keeps its name.
    fn visit_object_property(&mut self, it: &mut ObjectProperty<'a>) {
        walk_mut::walk_object_property(self, it);
        it.shorthand &= !has_numbered_key(self, it.key.static_name().as_deref());
    }

    fn visit_binding_property(&mut self, it: &mut BindingProperty<'a>) {
        walk_mut::walk_binding_property(self, it);
        it.shorthand &= !has_numbered_key(self, it.key.static_name().as_deref());
    }
}

fn has_numbered_key(pass: &NumberedNames, key: Option<&str>) -> bool {
    key.is_some_and(|key| pass.other(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::testing::transformed;
    use super::respell;

    fn becomes(source: &str, expected: &str) {
        assert_eq!(transformed(source, respell), expected, "{source}");
    }

    #[test]
    fn numbers_are_written_otherwise_wherever_the_name_stands() {
        becomes(
            "const require_a$1 = require(\"a\"), require_a = 1; f(require_a$1.x, require_a);",
            "const require_a$_1 = require(\"a\"), require_a = 1; f(require_a$_1.x, require_a);",
        );
        becomes(
            "f({ require_a$1 }, x.require_a$1);",
            "f({ require_a$1: require_a$_1 }, x.require_a$1);",
        );
        becomes(
            "const { require_a$1 } = x;",
            "const { require_a$1: require_a$_1 } = x;",
        );
        becomes(
            "require_a$b(a$1, require_$);",
            "require_a$b(a$1, require_$);",
        );
    }

    #[test]
    fn es_modules_stay_as_they_are() {
        becomes(
            "export const require_a$1 = 1;",
            "export const require_a$1 = 1;",
        );
    }
}
