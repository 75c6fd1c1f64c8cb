//! Small pieces of syntax tree that the passes build.

use oxc::allocator::ArenaVec;
use oxc::ast::ast::{Argument, Expression};
use oxc::ast::builder::AstBuilder;
use oxc::span::{SPAN, Span};

/// `name(arguments)`, at the place of what it replaces.
pub(super) fn call<'a, const N: usize>(
    span: Span,
    name: &'static str,
    arguments: [Expression<'a>; N],
    ast: &AstBuilder<'a>,
) -> Expression<'a> {
    let arguments = ArenaVec::from_iter_in(arguments.into_iter().map(Argument::from), ast);
    // No position of its own: source maps would note the replaced text as a renamed name.
    let callee = Expression::new_identifier(SPAN, name, ast);
    Expression::new_call_expression(span, callee, None, arguments, false, ast)
}
