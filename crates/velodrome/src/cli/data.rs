//! The command line of `velodrome data`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use velodrome_site::transfer::Kind;

use super::DataArgs;

/// Look into a site's documents, bring them in and out; while a server runs, too.
#[derive(Args, Debug)]
pub(crate) struct DataCommandArgs {
    #[command(subcommand)]
    pub(crate) command: DataCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DataCommand {
    /// List the collections with their documents and indexes
    List(ListArgs),
    /// Read CSV (as Wix exports it), JSON lines or JSON arrays into a collection
    Import(ImportArgs),
    /// Write a collection's documents as JSON lines or CSV
    Export(ExportArgs),
    /// Print the documents that a filter finds
    Query(QueryArgs),
    /// Print one document
    Get(GetArgs),
    /// Remove a collection with its documents and indexes
    Drop(DropArgs),
    /// Copy all data into one file, while it is read and written
    Backup(BackupArgs),
    /// Replace all data by what a backup holds; what was there is kept beside it
    Restore(RestoreArgs),
    /// Say how a query would be answered
    Explain(ExplainArgs),
}

/// Which site's data is meant.
#[derive(Args, Clone, Debug)]
pub(crate) struct StoreArgs {
    /// The site's folder
    #[arg(long, value_name = "SITE", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) site: PathBuf,
    #[command(flatten)]
    pub(crate) data: DataArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Formats are recognised by content, in gzip too. Of CSV, the columns ID, Created Date, Updated Date and Owner\nare the system fields; other headers become keys (\"Song Title\": songTitle), and types come from all cells of a column:\ntext, number, boolean, date, json. Dates in JSON are {\"$date\": \"2024-01-31T23:59:58Z\"}.\nA document whose _id is there already takes its place. Exit code 1 when rows were left out."
)]
pub(crate) struct ImportArgs {
    /// The collection and its files; or one folder, each file for the collection it is named after
    #[arg(required = true, value_names = ["COLLECTION|FOLDER", "FILE"], num_args = 1.., value_hint = ValueHint::AnyPath)]
    target: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// The key of a CSV file's column; an empty one leaves the column out
    #[arg(long = "map", value_name = "HEADER=KEY", value_parser = assignment)]
    pub(crate) keys: Vec<(String, String)>,
    /// The type of a CSV file's column: text, number, boolean, date, json
    #[arg(long = "type", value_name = "KEY=TYPE", value_parser = kind)]
    pub(crate) kinds: Vec<(String, Kind)>,
    /// Keep nothing when anything is wrong
    #[arg(long)]
    pub(crate) all_or_nothing: bool,
}

/// What is imported.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ImportTarget<'a> {
    /// A folder, or a collection whose files were forgotten.
    Alone(&'a PathBuf),
    /// Files of one collection.
    Collection(&'a PathBuf, &'a [PathBuf]),
}

impl ImportArgs {
    pub(crate) fn target(&self) -> ImportTarget<'_> {
        match self.target.as_slice() {
            [alone] => ImportTarget::Alone(alone),
            [collection, files @ ..] => ImportTarget::Collection(collection, files),
            [] => unreachable!("the command line takes at least one"),
        }
    }
}

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One document per line, exactly as it is
    Jsonl,
    /// A table with Wix's columns; types are lost
    Csv,
}

#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    /// The collection
    #[arg(value_name = "COLLECTION")]
    pub(crate) collection: String,
    /// The file, made whole or not at all, compressed when its name ends in .gz; stdout when left out
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// How it is written [default: csv when FILE's name says so, else jsonl]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<ExportFormat>,
}

#[derive(Args, Debug)]
#[command(
    after_help = "A filter: '{\"age\": {\"$gt\": 3}, \"name\": \"x\"}'. Operators: $eq $ne $gt $gte $lt $lte $between:[a,b] $contains\n$startsWith $endsWith $hasSome:[..] $hasAll:[..] $empty:true|false, and $and $or $not of filters."
)]
pub(crate) struct QueryArgs {
    /// The collection
    #[arg(value_name = "COLLECTION")]
    pub(crate) collection: String,
    /// Which documents, in JSON; all when left out
    #[arg(value_name = "FILTER")]
    pub(crate) filter: Option<String>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Print at most this many
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: u64,
    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) skip: u64,
    /// Their order; :desc for the greatest first [default: the newest first]
    #[arg(long, value_name = "FIELD[:desc],..", value_delimiter = ',')]
    pub(crate) sort: Vec<String>,
    /// What to print of each beside _id
    #[arg(long, value_name = "FIELD,..", value_delimiter = ',')]
    pub(crate) fields: Vec<String>,
    /// Print how many there are instead
    #[arg(long, conflicts_with_all = ["limit", "skip", "sort", "fields"])]
    pub(crate) count: bool,
}

#[derive(Args, Debug)]
pub(crate) struct GetArgs {
    /// The collection
    #[arg(value_name = "COLLECTION")]
    pub(crate) collection: String,
    /// The document's _id
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

#[derive(Args, Debug)]
pub(crate) struct DropArgs {
    /// The collection
    #[arg(value_name = "COLLECTION")]
    pub(crate) collection: String,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Args, Debug)]
pub(crate) struct BackupArgs {
    /// The file to make; it must not exist yet
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

#[derive(Args, Debug)]
pub(crate) struct RestoreArgs {
    /// The backup
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Do not ask
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    /// The collection
    #[arg(value_name = "COLLECTION")]
    pub(crate) collection: String,
    /// The query in JSON: {"filter": .., "sort": [{"field": "a", "order": "desc"}], ..}, or a filter
    #[arg(value_name = "QUERY", default_value = "{}")]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (header, key) = text
        .rsplit_once('=')
        .ok_or("this looks like 'Header=key'")?;
    if header.trim().is_empty() || key.starts_with('$') {
        return Err("this looks like 'Header=key', and no key starts with $".to_owned());
    }
    Ok((header.to_owned(), key.trim().to_owned()))
}

fn kind(text: &str) -> Result<(String, Kind), String> {
    let (name, kind) = text
        .rsplit_once('=')
        .ok_or("this looks like 'price=number'")?;
    Ok((name.to_owned(), kind.trim().parse()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;

    fn import(args: &[&str]) -> Result<ImportArgs, clap::Error> {
        let args = ["velodrome", "data", "import"].iter().chain(args).copied();
        match Cli::try_parse_from(args)?.command {
            Command::Data(DataCommandArgs {
                command: DataCommand::Import(args),
            }) => Ok(args),
            _ => unreachable!("an import was asked for"),
        }
    }

    #[test]
    fn import_takes_a_folder_or_files() {
        let folder = import(&["dump"]).expect("valid");
        assert_eq!(folder.target(), ImportTarget::Alone(&"dump".into()));
        let files = import(&["c", "a.csv", "b.json", "--map", "A=B=c", "--type", "x=date"]);
        let files = files.expect("valid");
        let wanted = ["a.csv".into(), "b.json".into()];
        assert_eq!(
            files.target(),
            ImportTarget::Collection(&"c".into(), &wanted)
        );
        assert_eq!(files.keys, [("A=B".to_owned(), "c".to_owned())]);
        assert_eq!(files.kinds, [("x".to_owned(), Kind::Date)]);
        for wrong in [
            &["c", "f", "--map", "A"][..],
            &["c", "f", "--map", "=a"],
            &["c", "f", "--map", "A=$a"],
            &["c", "f", "--type", "a=b"],
            &[],
        ] {
            assert!(import(wrong).is_err(), "{wrong:?}");
        }
    }
}
