//! `velodrome data import`: files into collections, with a word on every row that is left out.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use velodrome_site::config::Config;
use velodrome_site::data::{Administered, is_reserved, new_id};
use velodrome_site::transfer::{
    Column, Counts, Event, Fault, Import, Kind, Loader, Multiple, Overrides, Progress, Target,
    collection_of, is_data_file,
};

use super::open;
use super::progress::Bar;
use crate::cli::data::{ImportArgs, ImportTarget};
use crate::commands::site::Stop;
use crate::{exit, report};

/// How the names of collections begin in which documents wait until all are there.
pub(super) const STAGING: &str = "import of ";
/// Rows of one file whose faults are shown; the others are counted.
const FAULTS_SHOWN: u64 = 100;

pub(super) fn run(args: &ImportArgs) -> Result<(), Stop> {
    let jobs = jobs(args)?;
    if let Some(job) = jobs.iter().find(|job| is_reserved(&job.collection)) {
        return Err(Stop::failed(format_args!(
            "{} is one of the server's own collections; what belongs there comes through /v1, or with a restored backup",
            job.collection
        )));
    }
    let config = open::config(&args.store)?;
    let overrides = Overrides {
        keys: args.keys.clone(),
        kinds: args.kinds.clone(),
    };
    check_overrides(&jobs, &overrides)?;
    let site = open::open(&args.store)?;
    let mut loaders = Vec::new();
    for job in &jobs {
        loaders.push(load(job, args, &site, &config, &overrides)?);
    }
    finish(loaders, args.all_or_nothing)
}

/// A collection and its files.
struct Job {
    collection: String,
    files: Vec<PathBuf>,
}

fn jobs(args: &ImportArgs) -> Result<Vec<Job>, Stop> {
    match args.target() {
        ImportTarget::Collection(collection, files) => {
            let collection = collection.to_str().map(str::to_owned);
            let collection =
                collection.ok_or_else(|| Stop::failed("a collection's name is UTF-8"))?;
            Ok(vec![Job {
                collection,
                files: files.to_vec(),
            }])
        }
        ImportTarget::Alone(folder) if folder.is_dir() => of_folder(folder),
        ImportTarget::Alone(name) => {
            report::error(format_args!(
                "{} is not a folder; give a collection and its files: velodrome data import COLLECTION FILE..",
                name.display()
            ));
            Err(Stop(exit::USAGE))
        }
    }
}

fn of_folder(folder: &Path) -> Result<Vec<Job>, Stop> {
    let unreadable = |error| {
        Stop::failed(format_args!(
            "{} could not be read: {error}",
            folder.display()
        ))
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() && is_data_file(&path) {
            files.push(path);
        } else {
            report::note(format_args!("{} is left out", path.display()));
        }
    }
    files.sort();
    let mut jobs: Vec<Job> = Vec::new();
    for file in files {
        let collection = collection_of(&file).expect("a data file has a name");
        match jobs.iter_mut().find(|job| job.collection == collection) {
            Some(job) => job.files.push(file),
            None => jobs.push(Job {
                collection,
                files: vec![file],
            }),
        }
    }
    if jobs.is_empty() {
        return Err(Stop::failed(format_args!(
            "{} has no .csv, .json, .jsonl or .ndjson files",
            folder.display()
        )));
    }
    Ok(jobs)
}

/// Whether what was said of columns names one, in any of the files; before anything is written.
fn check_overrides(jobs: &[Job], overrides: &Overrides) -> Result<(), Stop> {
    if overrides.keys.is_empty() && overrides.kinds.is_empty() {
        return Ok(());
    }
    let mut unused: Option<Vec<String>> = None;
    for file in jobs.iter().flat_map(|job| &job.files) {
        let import = Import::open(file, overrides).map_err(Stop::failed)?;
        let still = |name: &String| import.unused.contains(name);
        unused = Some(match unused {
            None if import.columns.is_empty() => continue,
            None => import.unused.clone(),
            Some(unused) => unused.into_iter().filter(still).collect(),
        });
    }
    match unused.unwrap_or_default().as_slice() {
        [] => Ok(()),
        names => {
            report::error(format_args!("no column is called {}", names.join(", ")));
            Err(Stop(exit::USAGE))
        }
    }
}

fn load(
    job: &Job,
    args: &ImportArgs,
    site: &Administered,
    config: &Config,
    overrides: &Overrides,
) -> Result<Loader, Stop> {
    let declared = config.collections.declared.get(&job.collection);
    if let Some(declared) = declared {
        site.declare(&job.collection, declared)
            .map_err(open::failed)?;
    }
    let fields = declared.into_iter().flat_map(|declared| &declared.fields);
    let multiple: Multiple = fields
        .filter(|(_, field)| field.multiple)
        .map(|(name, field)| (name.clone(), field.references.clone()))
        .collect();
    let mut loader = Loader::new(Target {
        store: site.store.clone(),
        collection: job.collection.clone(),
        owner: site.visitor.clone(),
        multiple,
        staging: args
            .all_or_nothing
            .then(|| format!("{STAGING}{} {}", job.collection, new_id())),
        new_id: Arc::new(new_id),
    });
    for file in &job.files {
        load_file(&mut loader, file, &job.collection, overrides)?;
    }
    Ok(loader)
}

fn load_file(
    loader: &mut Loader,
    file: &Path,
    collection: &str,
    overrides: &Overrides,
) -> Result<(), Stop> {
    let import = Import::open(file, overrides).map_err(Stop::failed)?;
    report::note(format_args!(
        "{} ({}) into {collection}",
        file.display(),
        import.format
    ));
    show_columns(&import.columns);
    let mut show = Show::new(file, &import, loader.counts());
    let result = loader.load(import, &mut |event| show.hear(&event));
    show.end(loader.counts());
    result.map_err(open::failed)
}

fn show_columns(columns: &[Column]) {
    for column in columns {
        if column.key.is_empty() {
            report::note(format_args!("  {} is left out", column.header));
            continue;
        }
        let from = if column.header == column.key {
            String::new()
        } else {
            format!(" (from {})", column.header)
        };
        let hint = if column.is_days && column.kind == Kind::Text {
            format!(
                "; days without a time stay text, as in Wix; --type {}=date makes dates of them",
                column.key
            )
        } else {
            String::new()
        };
        report::note(format_args!(
            "  {}: {}{from}{hint}",
            column.key, column.kind
        ));
    }
}

/// What a person sees while a file is read.
struct Show<'a> {
    file: &'a Path,
    progress: Progress,
    bar: Bar,
    before: Counts,
    faults: u64,
    begin: Instant,
}

impl Show<'_> {
    fn new<'a>(file: &'a Path, import: &Import, before: Counts) -> Show<'a> {
        Show {
            file,
            progress: import.progress(),
            bar: Bar::new(&file.file_name().unwrap_or_default().to_string_lossy()),
            before,
            faults: 0,
            begin: Instant::now(),
        }
    }

    fn hear(&mut self, event: &Event<'_>) {
        match event {
            Event::Fault(fault) => self.fault(fault),
            Event::Counts(counts) => {
                let written = counts.written() - self.before.written();
                let more = format!("{written} documents, {} a second", self.rate(written));
                self.bar
                    .show(self.progress.read(), self.progress.bytes(), &more);
            }
        }
    }

    fn fault(&mut self, fault: &Fault) {
        self.faults += 1;
        if self.faults <= FAULTS_SHOWN {
            self.bar.clear();
            report::plain_lines(&format!("{}:{fault}", self.file.display()));
        }
    }

    fn rate(&self, documents: u64) -> u64 {
        let ms = self.begin.elapsed().as_millis().max(1);
        u64::try_from(u128::from(documents) * 1000 / ms).unwrap_or(u64::MAX)
    }

    fn end(&mut self, counts: Counts) {
        self.bar.clear();
        if self.faults > FAULTS_SHOWN {
            let more = self.faults - FAULTS_SHOWN;
            report::note(format_args!("and {more} more"));
        }
        let written = counts.written() - self.before.written();
        report::note(format_args!(
            "{written} documents in {:.1} s, {} a second",
            self.begin.elapsed().as_secs_f64(),
            self.rate(written)
        ));
    }
}

fn finish(loaders: Vec<Loader>, all_or_nothing: bool) -> Result<(), Stop> {
    let faults: u64 = loaders.iter().map(|loader| loader.counts().faults).sum();
    let keep = !all_or_nothing || faults == 0;
    let mut all = Counts::default();
    for loader in loaders {
        let counts = loader.finish(keep).map_err(open::failed)?;
        all.inserted += counts.inserted;
        all.replaced += counts.replaced;
    }
    if !keep {
        return Err(Stop::failed(format_args!(
            "rows that are wrong: {faults}; nothing was imported"
        )));
    }
    let left_out = match faults {
        0 => String::new(),
        _ => format!("; rows left out: {faults}"),
    };
    report::note(format_args!(
        "imported {} documents: {} new, {} replaced{left_out}",
        all.written(),
        all.inserted,
        all.replaced
    ));
    if faults > 0 {
        return Err(Stop(exit::FAILURE));
    }
    Ok(())
}
