//! Which build of a package is taken.
//!
//! A package offers builds under conditions (`exports`), older ones a second build for browsers (the
//! field `browser`). The bundler's own resolver has one set of conditions for all packages; here those
//! of which the configuration says another set have a resolver each, and so have the sets that are
//! tried when a package has nothing under the usual one.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::OnceLock;

use rolldown::{Platform, TsConfig};
use rolldown_common::{ImportKind, ResolvedId};
use rolldown_fs::{FileSystem, OsFileSystem};
use rolldown_resolver::{ResolveError, Resolver};

use super::specifier::{Specifier, classify, package_name};
use crate::options::resolve_options;

/// The sets that are tried, in this order, for a package that has nothing under the usual one.
const FALLBACKS: [&[&str]; 2] = [&["worker"], &["browser"]];

/// What an import leads to.
#[derive(Debug)]
pub(crate) enum Found {
    /// A file.
    File(ResolvedId),
    /// The package says that nothing stands there in this build (`"browser": { "fs": false }`).
    Nothing,
}

/// An import of a package of which the configuration says something.
#[derive(Debug)]
pub(crate) struct Choice<'a> {
    /// The package.
    pub(crate) package: &'a str,
    /// Where it leads, or why it does not.
    pub(crate) found: Result<Found, ResolveError>,
}

/// The resolvers of one build.
#[derive(Debug)]
pub(crate) struct Conditions {
    site: std::path::PathBuf,
    chosen: HashMap<String, Resolver>,
    fallbacks: OnceLock<Vec<Resolver>>,
}

impl Conditions {
    /// For a site that says these sets of these packages.
    pub(crate) fn new(site: &Path, chosen: &BTreeMap<String, Vec<String>>) -> Conditions {
        let resolver = |(name, set): (&String, &Vec<String>)| {
            let set: Vec<&str> = set.iter().map(String::as_str).collect();
            (name.clone(), resolver(site, &set))
        };
        Conditions {
            site: site.to_path_buf(),
            chosen: chosen.iter().map(resolver).collect(),
            fallbacks: OnceLock::new(),
        }
    }

    /// Where the import leads by what the configuration says; `None` when it says nothing of it.
    pub(crate) fn choose<'a>(
        &self,
        specifier: &'a str,
        importer: &'a str,
        kind: ImportKind,
    ) -> Option<Choice<'a>> {
        if self.chosen.is_empty() {
            return None;
        }
        let wanted = classify(specifier);
        let by_name = matches!(wanted, Specifier::Package(name) if !name.starts_with('#'));
        if let Some((package, resolver)) = owner(importer).and_then(|name| self.of(name)) {
            let found = resolve(resolver, specifier, importer, kind);
            // A name is a matter of this package only where it has another meaning in it.
            let is_its_own = match &found {
                Ok(Found::File(file)) => owner(file.id.as_str()) == Some(package),
                Ok(Found::Nothing) => true,
                Err(_) => false,
            };
            let is_by_path = matches!(wanted, Specifier::Relative(_))
                || (!by_name && matches!(wanted, Specifier::Package(_)));
            if is_its_own || is_by_path {
                return Some(Choice { package, found });
            }
        }
        if !by_name {
            return None;
        }
        let (package, resolver) = self.of(package_name(specifier))?;
        let found = resolve(resolver, specifier, importer, kind);
        Some(Choice { package, found })
    }

    fn of<'a>(&self, package: &'a str) -> Option<(&'a str, &Resolver)> {
        Some((package, self.chosen.get(package)?))
    }

    /// Where a package leads that has nothing under the usual conditions.
    pub(crate) fn fall_back(
        &self,
        specifier: &str,
        importer: &str,
        kind: ImportKind,
    ) -> Option<Found> {
        let fallbacks = self.fallbacks.get_or_init(|| {
            let sets = FALLBACKS.iter();
            sets.map(|set| resolver(&self.site, set)).collect()
        });
        fallbacks
            .iter()
            .find_map(|resolver| resolve(resolver, specifier, importer, kind).ok())
    }
}

fn resolver(site: &Path, conditions: &[&str]) -> Resolver {
    Resolver::new(
        file_system::<OsFileSystem>(),
        site.to_path_buf(),
        Platform::Neutral,
        &TsConfig::Auto(false),
        resolve_options(conditions),
    )
}

/// The trait that makes one is that of a crate behind this.
fn file_system<Fs: FileSystem>() -> Fs {
    Fs::new(false)
}

fn resolve(
    resolver: &Resolver,
    specifier: &str,
    importer: &str,
    kind: ImportKind,
) -> Result<Found, ResolveError> {
    match resolver.resolve(Some(Path::new(importer)), specifier, kind, false) {
        Ok(found) => Ok(Found::File(found.into())),
        Err(ResolveError::Ignored(_)) => Ok(Found::Nothing),
        Err(error) => Err(error),
    }
}

/// The package that a file belongs to.
fn owner(file: &str) -> Option<&str> {
    let (_, rest) = file.rsplit_once("/node_modules/")?;
    Some(package_name(rest))
}

#[cfg(test)]
mod tests {
    use super::owner;

    #[test]
    fn a_file_belongs_to_the_innermost_package() {
        for (file, expected) in [
            ("/s/node_modules/a/lib/x.js", Some("a")),
            ("/s/node_modules/@a/b/x.js", Some("@a/b")),
            ("/s/node_modules/a/node_modules/b/x.js", Some("b")),
            ("/s/backend/x.js", None),
        ] {
            assert_eq!(owner(file), expected, "{file}");
        }
    }
}
