//! Reads of `.stack` go through the runtime.
//!
//! The engine's stacks name the bundle's lines, lack the message and cannot be prepared when an
//! error is made. Code that reads one expects `Error: message\n    at f (file:line:column)`, so
//! `x.stack` becomes `$vd_stack(x)`. Writes, deletes, calls and `this.stack` stay as they are.

use oxc::allocator::{Allocator, TakeIn};
use oxc::ast::ast::{
    BindingPattern, CallExpression, CatchClause, ChainElement, Expression, NewExpression, Program,
    Statement, StaticMemberExpression, TaggedTemplateExpression, UnaryExpression,
    VariableDeclarationKind, VariableDeclarator,
};
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::span::{GetSpan, SPAN};
use oxc::syntax::operator::UnaryOperator;

use super::names::{SETTLE, STACK};
use super::tree::call;

pub(super) fn route_stack_reads<'a>(program: &mut Program<'a>, allocator: &'a Allocator) {
    let mut pass = StackReads {
        ast: AstBuilder::new(allocator),
    };
    pass.visit_program(program);
}

struct StackReads<'a> {
    ast: AstBuilder<'a>,
}

impl<'a> StackReads<'a> {
    /// `x.stack` to `$vd_stack(x)`, unless a link of the chain it stands in may cut it short.
    fn replace_member(&self, it: &mut Expression<'a>) {
        let Expression::StaticMemberExpression(member) = it else {
            return;
        };
        if is_routed(member) && !member.optional && !may_short_circuit(&member.object) {
            let object = member.object.take_in(&self.ast);
            *it = call(member.span, STACK, [object], &self.ast);
        }
    }

    /// `x?.stack` to `$vd_stack(x, true)` where that is the whole chain.
    fn replace_chain(&self, it: &mut Expression<'a>) {
        let Expression::ChainExpression(chain) = it else {
            return;
        };
        let ChainElement::StaticMemberExpression(member) = &mut chain.expression else {
            return;
        };
        if !is_routed(member) || !member.optional {
            return;
        }
        let span = member.span;
        let mut object = member.object.take_in(&self.ast);
        if may_short_circuit(&object) {
            let inner_span = object.span();
            object = match object.into_chain_element() {
                Some(inner) => Expression::new_chain_expression(inner_span, inner, &self.ast),
                None => unreachable!("only chain elements have optional links"),
            };
        }
        let optional = Expression::new_boolean_literal(SPAN, true, &self.ast);
        *it = call(span, STACK, [object, optional], &self.ast);
    }

    /// `catch ({ stack }) {..}` to `catch (e) { const { stack } = $vd_settle(e); .. }`.
    fn settle_catch(&self, it: &mut CatchClause<'a>) {
        let Some(param) = &mut it.param else { return };
        if !binds_stack(&param.pattern) {
            return;
        }
        const CAUGHT: &str = "$vd_caught";
        let ast = &self.ast;
        let pattern = param.pattern.take_in(ast);
        param.type_annotation = None;
        param.pattern = BindingPattern::new_binding_identifier(SPAN, CAUGHT, ast);
        let caught = Expression::new_identifier(SPAN, CAUGHT, ast);
        let settled = call(SPAN, SETTLE, [caught], ast);
        let declarator = VariableDeclarator::new(SPAN, pattern, None, Some(settled), false, ast);
        let declaration = Statement::new_variable_declaration(
            SPAN,
            VariableDeclarationKind::Let,
            [declarator],
            false,
            ast,
        );
        it.body.body.insert(0, declaration);
    }
}

impl<'a> VisitMut<'a> for StackReads<'a> {
    fn visit_expression(&mut self, it: &mut Expression<'a>) {
        walk_mut::walk_expression(self, it);
        self.replace_member(it);
        self.replace_chain(it);
    }

    // Callees keep their receiver: only what is below them is visited as a read.
    fn visit_call_expression(&mut self, it: &mut CallExpression<'a>) {
        walk_mut::walk_expression(self, &mut it.callee);
        self.visit_arguments(&mut it.arguments);
    }

    fn visit_new_expression(&mut self, it: &mut NewExpression<'a>) {
        walk_mut::walk_expression(self, &mut it.callee);
        self.visit_arguments(&mut it.arguments);
    }

    fn visit_tagged_template_expression(&mut self, it: &mut TaggedTemplateExpression<'a>) {
        walk_mut::walk_expression(self, &mut it.tag);
        self.visit_template_literal(&mut it.quasi);
    }

    fn visit_unary_expression(&mut self, it: &mut UnaryExpression<'a>) {
        if it.operator == UnaryOperator::Delete {
            walk_mut::walk_expression(self, &mut it.argument);
        } else {
            self.visit_expression(&mut it.argument);
        }
    }

    fn visit_variable_declarator(&mut self, it: &mut VariableDeclarator<'a>) {
        walk_mut::walk_variable_declarator(self, it);
        if let Some(init) = &mut it.init
            && binds_stack(&it.id)
            && !matches!(init, Expression::ThisExpression(_))
        {
            let value = init.take_in(&self.ast);
            *init = call(value.span(), SETTLE, [value], &self.ast);
        }
    }

    fn visit_catch_clause(&mut self, it: &mut CatchClause<'a>) {
        walk_mut::walk_catch_clause(self, it);
        self.settle_catch(it);
    }
}

fn is_routed(member: &StaticMemberExpression) -> bool {
    member.property.name == "stack"
        && !matches!(
            member.object,
            Expression::Super(_) | Expression::ThisExpression(_)
        )
}

/// Whether `expression`, as the inner part of a chain, has a `?.` that may end the whole chain.
fn may_short_circuit(expression: &Expression) -> bool {
    match expression {
        Expression::StaticMemberExpression(it) => it.optional || may_short_circuit(&it.object),
        Expression::ComputedMemberExpression(it) => it.optional || may_short_circuit(&it.object),
        Expression::PrivateFieldExpression(it) => it.optional || may_short_circuit(&it.object),
        Expression::CallExpression(it) => it.optional || may_short_circuit(&it.callee),
        Expression::TSNonNullExpression(it) => may_short_circuit(&it.expression),
        _ => false,
    }
}

fn binds_stack(pattern: &BindingPattern) -> bool {
    let BindingPattern::ObjectPattern(pattern) = pattern else {
        return false;
    };
    let named = |property: &oxc::ast::ast::BindingProperty| {
        !property.computed && property.key.is_specific_static_name("stack")
    };
    pattern.properties.iter().any(named)
}

#[cfg(test)]
mod tests {
    use super::super::testing::transformed;
    use super::route_stack_reads;

    fn becomes(source: &str, expected: &str) {
        assert_eq!(transformed(source, route_stack_reads), expected, "{source}");
    }

    fn stays(source: &str) {
        becomes(source, source);
    }

    #[test]
    fn reads_are_routed() {
        becomes("log(e.stack);", "log($vd_stack(e));");
        becomes("e.stack.split(x);", "$vd_stack(e).split(x);");
        becomes("a = e.cause.stack + 1;", "a = $vd_stack(e.cause) + 1;");
        becomes("(await f()).stack;", "$vd_stack(await f());");
        becomes("e.stack?.split(x);", "$vd_stack(e)?.split(x);");
        becomes("a.stack.stack;", "$vd_stack($vd_stack(a));");
        becomes("typeof e.stack;", "typeof $vd_stack(e);");
        becomes("this.error.stack;", "$vd_stack(this.error);");
    }

    #[test]
    fn whole_optional_chains_are_routed() {
        becomes("e?.stack;", "$vd_stack(e, true);");
        becomes("a?.b?.stack;", "$vd_stack(a?.b, true);");
        becomes("a?.b()?.stack;", "$vd_stack(a?.b(), true);");
    }

    #[test]
    fn chains_that_may_end_early_are_left_alone() {
        stays("e?.stack.split(x);");
        stays("a?.b.stack;");
        stays("a?.stack?.b;");
    }

    #[test]
    fn everything_but_reads_is_left_alone() {
        stays("e.stack = 1;");
        stays("e.stack += 1;");
        stays("e.stack++;");
        stays("delete e.stack;");
        stays("delete e?.stack;");
        stays("e.stack();");
        stays("e?.stack();");
        stays("new e.stack();");
        stays("[e.stack] = a;");
        stays("for (e.stack of a);");
        stays("this.stack;");
        stays("class A extends B { m() { return super.stack; } }");
        stays("class A { #stack; m() { return this.#stack; } }");
        stays("stack;");
        stays("a = { stack: 1 };");
    }

    #[test]
    fn destructuring_settles_the_value() {
        becomes("const { stack } = e;", "const { stack } = $vd_settle(e);");
        becomes(
            "let { message, stack: s = 1 } = f(), b = 2;",
            "let { message, stack: s = 1 } = $vd_settle(f()), b = 2;",
        );
        becomes(
            "try {} catch ({ stack }) { f(stack); }",
            "try {} catch ($vd_caught) { let { stack } = $vd_settle($vd_caught); f(stack); }",
        );
        stays("const { [stack]: a } = e;");
        stays("const { a } = e;");
        stays("const { stack } = this;");
    }
}
