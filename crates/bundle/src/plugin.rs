//! The site's rules, as the bundler's hooks.
//!
//! Every import of the bundle passes `resolve_id`, so that nothing is left external or unresolved
//! in the bundler's own way; every file is read by `load`, so that all that was read is known.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rolldown_common::{ImportKind, ModuleType};
use rolldown_plugin::{
    HookLoadArgs, HookLoadOutput, HookLoadReturn, HookResolveIdArgs, HookResolveIdOutput,
    HookResolveIdReturn, HookTransformAstArgs, HookTransformAstReturn, HookUsage, Plugin,
    PluginContext, PluginContextResolveOptions, SharedLoadPluginContext,
};

use crate::ledger::{Cause, Ledger, Missing};
use crate::parts::Part;
use crate::passes;
use crate::paths::{SitePaths, is_package_file, normalize};
use crate::read;
use crate::resolve::{Choice, Conditions, FoundPackage, Specifier, classify, package_name, probe};
use crate::virtual_module;

/// One site's hooks.
#[derive(Debug)]
pub(crate) struct SitePlugin {
    pub(crate) paths: Arc<SitePaths>,
    /// What the script hands to the runtime.
    pub(crate) parts: Vec<Part>,
    /// Modules the runtime has, by name without `node:`, with what they export.
    pub(crate) real_modules: HashMap<String, BTreeSet<String>>,
    /// Which builds of packages are taken.
    pub(crate) conditions: Conditions,
    /// Whether a `package.json` of the site's own does not parse.
    pub(crate) has_invalid_package_json: bool,
    /// Whether async functions become generators (`passes/async_functions.rs`).
    pub(crate) lowers_async: bool,
    pub(crate) ledger: Arc<Ledger>,
}

impl Plugin for SitePlugin {
    fn name(&self) -> Cow<'static, str> {
        "site".into()
    }

    fn register_hook_usage(&self) -> HookUsage {
        HookUsage::ResolveId | HookUsage::Load | HookUsage::TransformAst
    }

    async fn resolve_id(
        &self,
        context: &PluginContext,
        args: &HookResolveIdArgs<'_>,
    ) -> HookResolveIdReturn {
        if is_bundlers_own(args) {
            return Ok(None);
        }
        let output = match self.chosen(args) {
            Some(output) => output,
            None => match self.resolve_without_packages(args) {
                Found::Id(id) => HookResolveIdOutput::from_id(id),
                Found::AskPackages => self.resolve_package(context, args).await?,
            },
        };
        if let Some(importer) = args.importer {
            self.ledger.notes().targets.insert(
                (importer.to_owned(), args.specifier.to_owned()),
                output.id.to_string(),
            );
        }
        Ok(Some(output))
    }

    async fn load(&self, _: SharedLoadPluginContext, args: &HookLoadArgs<'_>) -> HookLoadReturn {
        if let Some(code) = virtual_module::code(args.id, &self.parts) {
            return Ok(Some(HookLoadOutput {
                code: code.into(),
                module_type: Some(ModuleType::Js),
                ..HookLoadOutput::default()
            }));
        }
        if virtual_module::is_virtual(args.id) || !Path::new(args.id).is_absolute() {
            return Ok(None);
        }
        let code = read::read_source(Path::new(args.id), &self.paths, &self.ledger);
        Ok(Some(HookLoadOutput {
            code: code.into(),
            module_type: is_web_module(args.id).then_some(ModuleType::Js),
            ..HookLoadOutput::default()
        }))
    }

    async fn transform_ast(
        &self,
        _: &PluginContext,
        mut args: HookTransformAstArgs<'_>,
    ) -> HookTransformAstReturn {
        let is_code = matches!(
            args.module_type,
            ModuleType::Js | ModuleType::Jsx | ModuleType::Ts | ModuleType::Tsx
        );
        if virtual_module::is_virtual(args.id) || !is_code {
            return Ok(args.ast);
        }
        let file = self.paths.show(Path::new(args.id));
        let facts = args.ast.program.with_mut(|fields| {
            let text = fields.source.as_str();
            let facts = passes::facts(fields.program, text);
            let lowers_async = self.lowers_async;
            passes::apply(fields.program, fields.allocator, text, &file, lowers_async);
            facts
        });
        let id = args.id.to_owned();
        self.ledger.notes().modules.insert(id, facts);
        Ok(args.ast)
    }
}

enum Found {
    Id(String),
    AskPackages,
}

impl SitePlugin {
    /// An import of which the configuration says which build is taken.
    fn chosen(&self, args: &HookResolveIdArgs<'_>) -> Option<HookResolveIdOutput> {
        let importer = args.importer?;
        let choice = self
            .conditions
            .choose(args.specifier, importer, args.kind)?;
        let Choice { package, found } = choice;
        self.ledger
            .notes()
            .chosen_packages
            .insert(package.to_owned());
        Some(match found {
            Ok(found) => self.package_file(args, found),
            Err(error) => {
                let cause = self.cause(args, &error.to_string());
                HookResolveIdOutput::from_id(self.missing(args, cause))
            }
        })
    }

    fn package_file(
        &self,
        args: &HookResolveIdArgs<'_>,
        found: FoundPackage,
    ) -> HookResolveIdOutput {
        match found {
            FoundPackage::Nothing => HookResolveIdOutput::from_id(virtual_module::NOTHING),
            FoundPackage::File(file) if probe::is_not_source(Path::new(file.id.as_str())) => {
                HookResolveIdOutput::from_id(self.missing(args, Cause::NotSource))
            }
            FoundPackage::File(file) => HookResolveIdOutput::from_resolved_id(file),
        }
    }

    fn resolve_without_packages(&self, args: &HookResolveIdArgs<'_>) -> Found {
        let Some(importer) = args.importer else {
            return Found::Id(virtual_module::ENTRY.into());
        };
        if virtual_module::begins_script(importer) {
            return Found::Id(args.specifier.to_owned());
        }
        let specifier = args.specifier;
        match classify(specifier) {
            Specifier::Builtin(name) => self.provided(name),
            Specifier::Platform(name) => self.provided(name),
            Specifier::Backend(rest) => self.site_file(Some(&self.paths.backend), rest, args),
            Specifier::Public(rest) => self.site_file(self.paths.public.as_deref(), rest, args),
            Specifier::Relative(_) if is_package_file(importer) => Found::AskPackages,
            Specifier::Relative(path) => self.site_file(Path::new(importer).parent(), path, args),
            Specifier::Url => Found::Id(self.missing(args, Cause::NotFound)),
            Specifier::Package(name) if self.real_modules.contains_key(name) => self.provided(name),
            Specifier::Package(_) => Found::AskPackages,
        }
    }

    /// A module that the runtime has, or a stub in its place.
    fn provided(&self, name: &str) -> Found {
        let mut notes = self.ledger.notes();
        if let Some(exports) = self.real_modules.get(name) {
            let known = notes.host_modules.entry(name.to_owned());
            known.or_insert_with(|| exports.clone());
            Found::Id(virtual_module::host_id(name))
        } else {
            notes.stub_modules.insert(name.to_owned());
            Found::Id(virtual_module::stub_id(name))
        }
    }

    fn site_file(&self, folder: Option<&Path>, rest: &str, args: &HookResolveIdArgs<'_>) -> Found {
        let file = folder.and_then(|folder| probe::find_file(&normalize(&folder.join(rest))));
        match file.as_deref().and_then(Path::to_str) {
            Some(path) if probe::is_not_source(Path::new(path)) => {
                Found::Id(self.missing(args, Cause::NotSource))
            }
            Some(path) => Found::Id(path.to_owned()),
            None => Found::Id(self.missing(args, Cause::NotFound)),
        }
    }

    async fn resolve_package(
        &self,
        context: &PluginContext,
        args: &HookResolveIdArgs<'_>,
    ) -> anyhow::Result<HookResolveIdOutput> {
        let options = PluginContextResolveOptions {
            import_kind: match args.kind {
                ImportKind::Require => ImportKind::Require,
                _ => ImportKind::Import,
            },
            ..PluginContextResolveOptions::default()
        };
        let mut resolved = context
            .resolve(args.specifier, args.importer, Some(options))
            .await?;
        if resolved.is_err()
            && let Some(detour) = self.detour(args)
        {
            let inside = detour.to_str();
            resolved = context.resolve(args.specifier, inside, None).await?;
        }
        let cause = match resolved {
            Ok(found) if found.external.is_external() => Cause::NotFound,
            Ok(found) if probe::is_not_source(Path::new(found.id.as_str())) => Cause::NotSource,
            Ok(found) => return Ok(HookResolveIdOutput::from_resolved_id(found)),
            Err(error) => {
                if let Some(found) = self.fall_back(args) {
                    return Ok(self.package_file(args, found));
                }
                self.cause(args, &error.to_string())
            }
        };
        Ok(HookResolveIdOutput::from_id(self.missing(args, cause)))
    }

    /// A package that is there, but has nothing under the usual conditions.
    fn fall_back(&self, args: &HookResolveIdArgs<'_>) -> Option<FoundPackage> {
        self.package_folder(args)?;
        self.conditions
            .fall_back(args.specifier, args.importer?, args.kind)
    }

    /// What the package resolver's failure means to people.
    fn cause(&self, args: &HookResolveIdArgs<'_>, failure: &str) -> Cause {
        let Some(package) = self.package_folder(args) else {
            return Cause::NotFound;
        };
        let file = package.join("package.json");
        if let Some(error) = std::fs::read(&file)
            .ok()
            .and_then(|text| read::json_error(&text))
        {
            return Cause::Package(format!("{} is not JSON: {error}", self.paths.show(&file)));
        }
        if failure.starts_with("Cannot find module") {
            return Cause::NotFound;
        }
        let site = format!("{}/", self.paths.site.display());
        Cause::Package(failure.replace(&site, ""))
    }

    /// An importer inside the wanted package itself. The resolver reads the `package.json` above
    /// an importer and gives up when it does not parse; from inside the package it never sees it.
    fn detour(&self, args: &HookResolveIdArgs<'_>) -> Option<PathBuf> {
        if !self.has_invalid_package_json {
            return None;
        }
        let package = self.package_folder(args)?;
        Some(package.join("package.json"))
    }

    /// Where the package that an import names is installed.
    fn package_folder(&self, args: &HookResolveIdArgs<'_>) -> Option<PathBuf> {
        let name = package_name(args.specifier);
        let above = Path::new(args.importer?).ancestors();
        let mut packages = above.map(|folder| folder.join("node_modules").join(name));
        packages.find(|package| package.is_dir())
    }

    /// Notes a module that nobody has; its place is taken by one that throws when it runs.
    fn missing(&self, args: &HookResolveIdArgs<'_>, cause: Cause) -> String {
        let importer = args.importer.unwrap_or_default();
        self.ledger.notes().missing.insert(Missing {
            importer: importer.to_owned(),
            specifier: args.specifier.to_owned(),
            cause,
        });
        virtual_module::missing_id(args.specifier, &self.paths.show(Path::new(importer)))
    }
}

/// Imports of the bundler's helpers, which it resolves itself.
fn is_bundlers_own(args: &HookResolveIdArgs<'_>) -> bool {
    let by_itself = |id: &str| virtual_module::is_virtual(id) && !id.contains("velodrome:");
    args.importer.is_some_and(by_itself)
        || by_itself(args.specifier)
        || args.specifier.starts_with("rolldown:")
        || args.specifier.starts_with("@oxc-project/runtime/")
}

fn is_web_module(id: &str) -> bool {
    id.ends_with(".jsw")
}
