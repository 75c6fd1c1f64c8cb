//! The command line of `velodrome secrets`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::data::StoreArgs;

/// Keep the values that a site's code asks for by name; a running server knows at once.
#[derive(Args, Debug)]
pub(crate) struct SecretsCommandArgs {
    #[command(subcommand)]
    pub(crate) command: SecretsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SecretsCommand {
    /// Give a secret a value, from stdin or a prompt that shows nothing
    Set(SetArgs),
    /// List the secrets with their times, never a value
    List(ListArgs),
    /// Remove a secret
    Delete(DeleteArgs),
    /// Read many from a file of lines NAME=value
    Import(ImportArgs),
}

#[derive(Args, Debug)]
#[command(
    after_help = "The value never stands on the command line, where other users and the shell's history see it.\nOf a value that is read, one line end at its end is left out. Letters, digits and _+=-@#$ make a name; it does not begin with wix."
)]
pub(crate) struct SetArgs {
    /// By which code asks for it
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Take the value from this file, - for stdin [default: a prompt on a terminal, else stdin]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) from_file: Option<PathBuf>,
    /// A note for people; the one before it stays when left out
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    pub(crate) description: String,
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
pub(crate) struct DeleteArgs {
    /// The secret's name
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Lines are NAME=value, with # comments on lines of their own; 'quotes' take a value as it is, \"quotes\" know \\n, \\t, \\\" and \\\\.\nAll of the file is taken or nothing; a secret that is there gets the new value."
)]
pub(crate) struct ImportArgs {
    /// The file, - for stdin
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
}
