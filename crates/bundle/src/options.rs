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
        resolve: Some(resolve_options()),
        ..BundlerOptions::default()
    }
}

fn resolve_options() -> ResolveOptions {
    let strings = |names: &[&str]| Some(names.iter().map(ToString::to_string).collect());
    ResolveOptions {
        condition_names: strings(&["node", "default"]),
        main_fields: strings(&["main", "module"]),
        extensions: strings(probe::EXTENSIONS),
        ..ResolveOptions::default()
    }
}
