//! Loops that await give the event loop a turn now and then.
//!
//! `while (true) await x` with a settled promise never leaves the microtask queue: timers, other
//! requests and the limits' own checks would starve. Each turn of such a loop therefore starts
//! with `if ($vd_tick()) await $vd_yield();`, and a loop whose request is over is simply never
//! resumed. Loops without `await` are the engine's CPU limit's business.

use oxc::allocator::{Allocator, TakeIn};
use oxc::ast::ast::{
    ArrowFunctionExpression, AwaitExpression, DoWhileStatement, Expression, ForInStatement,
    ForOfStatement, ForStatement, Function, Program, Statement, VariableDeclaration,
    WhileStatement,
};
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::span::SPAN;
use oxc::syntax::scope::ScopeFlags;

use super::names::{TICK, YIELD};
use super::tree::call;

pub(super) fn yield_in_loops<'a>(program: &mut Program<'a>, allocator: &'a Allocator) {
    let mut pass = Loops {
        ast: AstBuilder::new(allocator),
        awaits: 0,
    };
    pass.visit_program(program);
}

struct Loops<'a> {
    ast: AstBuilder<'a>,
    /// Awaits seen so far in the function being visited, those of nested functions left out.
    awaits: usize,
}

impl<'a> Loops<'a> {
    /// Prepares a loop's body when its turns awaited: when more awaits were seen than `before`.
    fn finish_loop(&self, before: usize, body: &mut Statement<'a>) {
        if self.awaits == before {
            return;
        }
        let check = self.check();
        if let Statement::BlockStatement(block) = body {
            block.body.insert(0, check);
            return;
        }
        let only = body.take_in(&self.ast);
        *body = Statement::new_block_statement(SPAN, [check, only], &self.ast);
    }

    fn check(&self) -> Statement<'a> {
        let ast = &self.ast;
        let pause = Expression::new_await_expression(SPAN, call(SPAN, YIELD, [], ast), ast);
        let pause = Statement::new_expression_statement(SPAN, pause, ast);
        Statement::new_if_statement(SPAN, call(SPAN, TICK, [], ast), pause, None, ast)
    }

    /// Visits a function's inside; its awaits are not the surrounding loop's.
    fn inside_function(&mut self, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::take(&mut self.awaits);
        walk(self);
        self.awaits = outer;
    }
}

impl<'a> VisitMut<'a> for Loops<'a> {
    fn visit_await_expression(&mut self, it: &mut AwaitExpression<'a>) {
        self.awaits += 1;
        walk_mut::walk_await_expression(self, it);
    }

    fn visit_variable_declaration(&mut self, it: &mut VariableDeclaration<'a>) {
        // `await using` waits at the end of its block.
        self.awaits += usize::from(it.kind.is_await());
        walk_mut::walk_variable_declaration(self, it);
    }

    fn visit_function(&mut self, it: &mut Function<'a>, flags: ScopeFlags) {
        self.inside_function(|pass| walk_mut::walk_function(pass, it, flags));
    }

    fn visit_arrow_function_expression(&mut self, it: &mut ArrowFunctionExpression<'a>) {
        self.inside_function(|pass| walk_mut::walk_arrow_function_expression(pass, it));
    }

    fn visit_while_statement(&mut self, it: &mut WhileStatement<'a>) {
        let before = self.awaits;
        walk_mut::walk_while_statement(self, it);
        self.finish_loop(before, &mut it.body);
    }

    fn visit_do_while_statement(&mut self, it: &mut DoWhileStatement<'a>) {
        let before = self.awaits;
        walk_mut::walk_do_while_statement(self, it);
        self.finish_loop(before, &mut it.body);
    }

    fn visit_for_statement(&mut self, it: &mut ForStatement<'a>) {
        // The first part runs once, before the first turn.
        if let Some(init) = &mut it.init {
            self.visit_for_statement_init(init);
        }
        let before = self.awaits;
        if let Some(test) = &mut it.test {
            self.visit_expression(test);
        }
        if let Some(update) = &mut it.update {
            self.visit_expression(update);
        }
        self.visit_statement(&mut it.body);
        self.finish_loop(before, &mut it.body);
    }

    fn visit_for_in_statement(&mut self, it: &mut ForInStatement<'a>) {
        self.visit_expression(&mut it.right);
        let before = self.awaits;
        self.visit_for_statement_left(&mut it.left);
        self.visit_statement(&mut it.body);
        self.finish_loop(before, &mut it.body);
    }

    fn visit_for_of_statement(&mut self, it: &mut ForOfStatement<'a>) {
        self.visit_expression(&mut it.right);
        let before = self.awaits;
        self.awaits += usize::from(it.r#await);
        self.visit_for_statement_left(&mut it.left);
        self.visit_statement(&mut it.body);
        self.finish_loop(before, &mut it.body);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::transformed;
    use super::yield_in_loops;

    const CHECK: &str = "if ($vd_tick()) await $vd_yield();";

    fn checks_in(source: &str) -> usize {
        transformed(source, yield_in_loops).matches(CHECK).count()
    }

    #[test]
    fn every_kind_of_loop_that_awaits_starts_with_the_check() {
        for source in [
            "while (true) await x;",
            "while (await more()) work();",
            "do { await x } while (true);",
            "for (;;) { await x }",
            "for (let i = 0; i < 9; i += await x) f(i);",
            "for (const a of b) { f(await a) }",
            "for (const a in b) await a;",
            "for await (const a of b) f(a);",
            "async function f() { for (;;) if (a) await b; else c(); }",
            "const f = async () => { while (1) { await x } };",
            "class A { async m() { while (1) { await x } } }",
            "while (1) { await using a = b; }",
        ] {
            assert_eq!(checks_in(source), 1, "{source}");
        }
    }

    #[test]
    fn the_check_is_first_and_bodies_become_blocks() {
        assert_eq!(
            transformed("while (a) await b;", yield_in_loops),
            format!("while (a) {{ {CHECK} await b; }}")
        );
    }

    #[test]
    fn loops_that_do_not_await_in_their_turns_are_left_alone() {
        for source in [
            "for (const a of await b) f(a);",
            "for (let i = await n; i--;) f(i);",
            "while (1) f(async () => { await x });",
            "while (1) { async function g() { await x } }",
            "for (const a of b) { class C { async m() { await x } } }",
            "while (1) f();",
        ] {
            assert_eq!(checks_in(source), 0, "{source}");
        }
    }

    #[test]
    fn nested_loops_count_for_the_outer_one_too() {
        assert_eq!(checks_in("for (;;) { for (const a of b) { await a } }"), 2);
        assert_eq!(
            checks_in("for (;;) { for (const a of b) { f(a) } await c }"),
            1
        );
        assert_eq!(
            checks_in("for (;;) { for (const a of await b) { f(a) } }"),
            1
        );
    }
}
