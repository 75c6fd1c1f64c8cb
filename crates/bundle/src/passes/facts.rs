//! Notes which names a module imports and exports.
//!
//! Imports and exports stand at the top level, so this reads a file's statements and nothing
//! below them. Type-only forms vanish before anything is linked; exported types count as exports,
//! because TypeScript lets importers leave out the word `type`.

use oxc::ast::ast::{
    Class, Declaration, ExportDefaultDeclarationKind, Expression, Function, ImportDeclaration,
    ImportDeclarationSpecifier, ModuleExportName, Program, ReturnStatement, Statement,
};
use oxc::ast_visit::Visit;
use oxc::span::GetSpan;
use oxc::syntax::scope::ScopeFlags;

use crate::ledger::{ModuleFacts, NamedImport};

/// Reads the facts of the module whose source is `text`.
pub(crate) fn facts(program: &Program<'_>, text: &str) -> ModuleFacts {
    let mut facts = ModuleFacts {
        text: text.to_owned(),
        exports_known: true,
        ..ModuleFacts::default()
    };
    let mut is_module = false;
    for statement in &program.body {
        is_module |= read_statement(statement, &mut facts);
    }
    // Without a word of module syntax, these make a CommonJS module, whose names nobody knows.
    let is_common_js = !is_module && (text.contains("exports") || text.contains("module"));
    facts.exports_known &= !is_common_js;
    if !is_common_js {
        facts.stray_return = stray_return(program);
    }
    facts
}

/// The parser allows `return` at the top of CommonJS; in an ES module it would end the bundle.
fn stray_return(program: &Program<'_>) -> Option<usize> {
    let mut finder = StrayReturn(None);
    finder.visit_program(program);
    finder.0
}

struct StrayReturn(Option<usize>);

impl<'a> Visit<'a> for StrayReturn {
    fn visit_return_statement(&mut self, it: &ReturnStatement<'a>) {
        self.0.get_or_insert(it.span.start as usize);
    }

    // Statements of this module only: not those of functions, which stand in these two.
    fn visit_expression(&mut self, _: &Expression<'a>) {}

    fn visit_declaration(&mut self, _: &Declaration<'a>) {}

    fn visit_function(&mut self, _: &Function<'a>, _: ScopeFlags) {}

    fn visit_class(&mut self, _: &Class<'a>) {}
}

/// Whether the statement is module syntax.
fn read_statement(statement: &Statement<'_>, facts: &mut ModuleFacts) -> bool {
    match statement {
        Statement::ImportDeclaration(it) => read_import(it, facts),
        Statement::ExportDeclaration(it) => read_declaration(&it.declaration, facts),
        Statement::ExportDefaultDeclaration(it) => {
            let is_type = matches!(
                it.declaration,
                ExportDefaultDeclarationKind::TSInterfaceDeclaration(_)
            );
            facts.exports.insert("default".into());
            return !is_type;
        }
        Statement::ExportNamedDeclaration(it) => {
            let names = it.specifiers.iter().map(|one| name_of(&one.exported));
            facts.exports.extend(names);
        }
        Statement::ExportFromDeclaration(it) => {
            for one in &it.specifiers {
                facts.exports.insert(name_of(&one.exported));
                if !it.export_kind.is_type() && !one.export_kind.is_type() {
                    add_import(facts, &it.source.value, &one.local);
                }
            }
        }
        Statement::ExportAllDeclaration(it) => match &it.exported {
            Some(name) => drop(facts.exports.insert(name_of(name))),
            None => facts.stars.push(it.source.value.to_string()),
        },
        Statement::TSExportAssignment(_) => facts.exports_known = false,
        _ => return false,
    }
    true
}

fn read_import(import: &ImportDeclaration<'_>, facts: &mut ModuleFacts) {
    if import.import_kind.is_type() {
        return;
    }
    for specifier in import.specifiers.iter().flatten() {
        match specifier {
            ImportDeclarationSpecifier::ImportSpecifier(it) if !it.import_kind.is_type() => {
                add_import(facts, &import.source.value, &it.imported);
            }
            ImportDeclarationSpecifier::ImportDefaultSpecifier(it) => {
                facts.imports.push(NamedImport {
                    specifier: import.source.value.to_string(),
                    name: "default".into(),
                    offset: it.span.start as usize,
                });
            }
            _ => {}
        }
    }
}

fn add_import(facts: &mut ModuleFacts, specifier: &str, name: &ModuleExportName<'_>) {
    facts.imports.push(NamedImport {
        specifier: specifier.to_owned(),
        name: name_of(name),
        offset: name.span().start as usize,
    });
}

fn read_declaration(declaration: &Declaration<'_>, facts: &mut ModuleFacts) {
    if let Declaration::VariableDeclaration(it) = declaration {
        for one in &it.declarations {
            let names = one.id.get_binding_identifiers();
            let names = names.iter().map(|name| name.name.to_string());
            facts.exports.extend(names);
        }
    } else if let Some(id) = declaration.id() {
        facts.exports.insert(id.name.to_string());
    }
}

fn name_of(name: &ModuleExportName<'_>) -> String {
    name.name().to_string()
}
