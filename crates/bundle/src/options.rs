//! How the bundler is set up.
//!
//! Neutral platform: its Node flavour would import `createRequire`, which no script can. One
//! chunk, no minification; names of functions survive because stacks and logs show them.

use std::path::Path;

use rolldown::{
    BundlerOptions, BundlerTransformOptions, CodeSplittingMode, LogLevel, OutputFormat, Platform,
    ResolveOptions, SourceMapType, TsConfig,
};
use rolldown_common::Either;

use crate::resolve::probe;
use crate::virtual_module;

/// Options to bundle the site at `site`.
pub(crate) fn bundler_options(site: &Path) -> BundlerOptions {
    BundlerOptions {
        input: Some(vec![virtual_module::ENTRY.to_owned().into()]),
        cwd: Some(site.to_path_buf()),
        platform: Some(Platform::Neutral),
        // Nothing is written there; source maps name their sources relative to it.
        dir: Some(site.to_string_lossy().into_owned()),
        format: Some(OutputFormat::Esm),
        code_splitting: Some(CodeSplittingMode::Bool(false)),
        shim_missing_exports: Some(true),
        sourcemap: Some(SourceMapType::Hidden),
        sourcemap_exclude_sources: Some(true),
        keep_names: Some(true),
        log_level: Some(LogLevel::Silent),
        tsconfig: Some(TsConfig::Auto(false)),
        transform: Some(BundlerTransformOptions {
            target: Some(Either::Left("es2024".to_owned())),
            ..BundlerTransformOptions::default()
        }),
        resolve: Some(resolve_options(&["node"])),
        ..BundlerOptions::default()
    }
}

/// How packages are resolved under these conditions; `import` or `require`, and `default`, come with
/// the import.
pub(crate) fn resolve_options(conditions: &[&str]) -> ResolveOptions {
    let strings = |names: &[&str]| Some(names.iter().map(ToString::to_string).collect());
    let is_for_browsers = conditions.contains(&"browser");
    let main_fields: &[&str] = if is_for_browsers {
        &["browser", "module", "main"]
    } else {
        &["main", "module"]
    };
    ResolveOptions {
        condition_names: strings(conditions),
        main_fields: strings(main_fields),
        alias_fields: is_for_browsers.then(|| vec![vec!["browser".to_owned()]]),
        extensions: strings(probe::EXTENSIONS),
        ..ResolveOptions::default()
    }
}
