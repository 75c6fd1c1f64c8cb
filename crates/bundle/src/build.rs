//! One build, from the site's folder to the script.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use rolldown::{Bundler, BundlerBuilder};
use rolldown_common::{Output, OutputChunk};
use rolldown_error::{BuildDiagnostic, BuildResult};
use velodrome_model::build::{BuildInput, BuildOutput, Diagnostic, HostModule};

use crate::diagnose;
use crate::events;
use crate::jobs::Jobs;
use crate::ledger::{Ledger, Notes};
use crate::limits;
use crate::options::bundler_options;
use crate::parts::{EVENTS, FUNCTIONS, add_tests, find_parts};
use crate::paths::SitePaths;
use crate::plugin::SitePlugin;
use crate::read;
use crate::resolve::Conditions;
use crate::script;
use crate::site_files::{self, SiteFiles};

/// Bundles the site; a pure function of the file system. What is wrong with the site is in the
/// answer's diagnostics, and the script is empty when one of them is an error.
///
/// Runs an event loop of its own: not to be called on a thread that already has one.
pub fn build(input: &BuildInput) -> BuildOutput {
    let paths = Arc::new(SitePaths::new(
        &input.site_dir,
        &input.backend_dir,
        input.public_dir.as_deref(),
    ));
    let parts = find_parts(&paths.backend);
    let handler = parts.iter().find(|part| part.name == FUNCTIONS);
    let Some(handler) = handler.map(|part| part.file.clone()) else {
        return BuildOutput {
            diagnostics: vec![diagnose::no_handler(&paths)],
            ..BuildOutput::default()
        };
    };
    let real_modules: HashMap<_, _> = input.real_modules.iter().map(real_module).collect();
    let run = |lowers_async| {
        let ledger = Arc::new(Ledger::default());
        let jobs = Jobs::read(&paths, &ledger);
        let mut parts = parts.clone();
        parts.extend(jobs.parts());
        let events = parts.iter().find(|part| part.name == EVENTS);
        let events = events.map(|part| part.file.clone());
        add_tests(&mut parts, &input.test_files, &paths);
        let has_invalid_package_json = !check_package_json(&paths, &ledger);
        let plugin = SitePlugin {
            paths: Arc::clone(&paths),
            parts,
            real_modules: real_modules.clone(),
            conditions: Conditions::new(&paths.site, &input.package_conditions),
            has_invalid_package_json,
            lowers_async,
            ledger: Arc::clone(&ledger),
        };
        let bundled = bundle(&paths.site, plugin);
        let notes = Arc::into_inner(ledger)
            .expect("the bundler and its hooks are gone")
            .into_notes();
        (bundled, notes, jobs, events)
    };
    let mut ran = run(false);
    // Which modules a site imports is known when it is bundled; this one asks for other code.
    if ran.0.is_ok() && ran.1.host_modules.contains_key("async_hooks") {
        ran = run(true);
    }
    let (bundled, mut notes, jobs, events) = ran;
    if bundled.is_ok() {
        for package in input.package_conditions.keys() {
            if !notes.chosen_packages.contains(package) {
                notes.findings.push(diagnose::package_not_imported(package));
            }
        }
    }
    finish(bundled, notes, &paths, &handler, jobs, events.as_deref())
}

/// Whether the site's own `package.json` files, where there are any, can be read.
fn check_package_json(paths: &SitePaths, ledger: &Ledger) -> bool {
    let inside = paths.backend.starts_with(&paths.site);
    let depth = if inside {
        paths.backend.ancestors()
    } else {
        paths.site.ancestors()
    };
    let mut valid = true;
    for folder in depth.take_while(|folder| folder.starts_with(&paths.site)) {
        let file = folder.join("package.json");
        let Ok(bytes) = std::fs::read(&file) else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_start_matches('\u{feff}');
        let mut notes = ledger.notes();
        if let Some(error) = read::json_error(text.as_bytes()) {
            valid = false;
            let shown = paths.show(&file);
            let finding = diagnose::invalid_package_json(&shown, text, &error);
            notes.findings.push(finding);
        }
        notes.inputs.insert(file);
    }
    valid
}

/// The module's name, without `node:`, and its exports.
fn real_module(module: &HostModule) -> (String, BTreeSet<String>) {
    let name = module.name.strip_prefix("node:").unwrap_or(&module.name);
    (name.to_owned(), module.exports.iter().cloned().collect())
}

struct Bundled {
    code: String,
    map: String,
    warnings: Vec<BuildDiagnostic>,
}

fn bundle(site: &Path, plugin: SitePlugin) -> BuildResult<Bundled> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| anyhow::anyhow!("cannot start an event loop: {error}"))?;
    runtime.block_on(async {
        let mut bundler: Bundler = BundlerBuilder::default()
            .with_options(bundler_options(site))
            .with_plugins(vec![Arc::new(plugin)])
            .build()?;
        let output = bundler.generate().await;
        bundler.close().await?;
        let output = output?;
        let chunk = only_chunk(&output.assets)?;
        Ok(Bundled {
            code: chunk.code.clone(),
            map: chunk
                .map
                .as_ref()
                .map(|map| map.to_json_string())
                .unwrap_or_default(),
            warnings: output.warnings,
        })
    })
}

fn only_chunk(outputs: &[Output]) -> anyhow::Result<&OutputChunk> {
    let mut chunks = outputs.iter().filter_map(|output| match output {
        Output::Chunk(chunk) => Some(&**chunk),
        Output::Asset(_) => None,
    });
    match (chunks.next(), chunks.next()) {
        (Some(chunk), None) => Ok(chunk),
        _ => anyhow::bail!("the bundler made more or less than one script"),
    }
}

fn finish(
    bundled: BuildResult<Bundled>,
    mut notes: Notes,
    paths: &SitePaths,
    handler: &Path,
    jobs: Jobs,
    events: Option<&Path>,
) -> BuildOutput {
    let entry = paths.show(handler);
    let mut diagnostics = diagnose::from_notes(&notes, paths);
    diagnostics.extend(jobs.check(&notes));
    let handlers = events.map(|file| {
        diagnostics.extend(events::never_raised(file, &notes, paths));
        events::handlers(file, &notes)
    });
    let mut script = String::new();
    let mut source_map = String::new();
    match bundled {
        Ok(bundled) => {
            diagnostics.extend(diagnose::from_warnings(&bundled.warnings, &notes, paths));
            match script::adapt_source_map(&bundled.map, &paths.site, paths) {
                Ok(map) => source_map = map,
                Err(error) => diagnostics.push(diagnose::internal(&error.to_string())),
            }
            let reads_files = ["fs", "fs/promises"]
                .iter()
                .any(|name| notes.host_modules.contains_key(*name));
            let files = if reads_files {
                site_files::collect(paths)
            } else {
                SiteFiles::default()
            };
            diagnostics.extend(files.left_out.map(diagnose::files_left_out));
            notes.inputs.extend(files.paths);
            script = script::wrap(&bundled.code, &entry, &files.table);
        }
        Err(errors) => {
            diagnostics.extend(diagnose::from_errors(&errors.into_vec(), &notes, paths));
        }
    }
    if script.len() > limits::SCRIPT_BYTES_MAX {
        diagnostics.push(diagnose::script_too_large(script.len()));
    }
    tidy(&mut diagnostics);
    let mut output = BuildOutput {
        script,
        source_map,
        entry,
        diagnostics,
        inputs: notes.inputs.into_iter().collect(),
        host_modules: notes.host_modules.into_keys().collect(),
        stub_modules: notes.stub_modules.into_iter().collect(),
        jobs: jobs.into_jobs(),
        events: handlers.unwrap_or_default(),
    };
    if output.has_errors() {
        output.script.clear();
        output.source_map.clear();
    }
    output
}

/// Sorts by place, drops repetitions, and keeps the errors when there are too many.
fn tidy(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        let key = |it: &Diagnostic| (it.file.clone(), it.line, it.column, it.severity);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup();
    if diagnostics.len() > limits::DIAGNOSTICS_MAX {
        diagnostics.sort_by_key(|it| it.severity);
        diagnostics.truncate(limits::DIAGNOSTICS_MAX);
    }
}
