//! The command line of `velodrome sign` and `velodrome request`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::data::StoreArgs;

/// What is signed, and by whom.
#[derive(Args, Debug)]
pub(crate) struct SignedArgs {
    /// The method
    #[arg(value_name = "METHOD")]
    pub(crate) method: String,
    /// The address, as http://127.0.0.1:8080/v1/collections/orders/items?pageSize=5
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// The body; @FILE takes a file's content, @- stdin's
    #[arg(short = 'd', long, value_name = "BODY")]
    pub(crate) body: Option<String>,
    /// A header, as 'name: value'; may be given several times. Those that start with x-wix- are signed
    #[arg(short = 'H', long = "header", value_name = "HEADER", value_parser = super::header)]
    pub(crate) headers: Vec<(String, String)>,
    /// The application that signs, by its name or id; may be left out when there is only one
    #[arg(long, value_name = "APP")]
    pub(crate) app: Option<String>,
    /// Take ids and secret from this file instead, as `apps create --json` prints them; - is stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "app")]
    pub(crate) credentials: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// When it was signed, in ISO 8601 with a zone [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) timestamp: Option<String>,
    /// Send the credentials as parameters of the query instead of headers
    #[arg(long)]
    pub(crate) in_query: bool,
}

/// Print what an application signs of a request, and the signature.
#[derive(Args, Debug)]
#[command(
    after_help = "The last line is the signature; what is before it is the string that was signed, with one line feed between.\nOf the URL only path and query are signed; a path alone will do."
)]
pub(crate) struct SignArgs {
    #[command(flatten)]
    pub(crate) signed: SignedArgs,
    /// Print {"stringToSign", "signature", "url", "headers"}
    #[arg(long)]
    pub(crate) json: bool,
}

/// Send a signed request and print its answer.
#[derive(Args, Debug)]
#[command(
    after_help = "The answer's head goes to stderr, its body to stdout. Exit code 1 for statuses from 400 on and when there is no answer.\nA body is sent as application/json unless -H says otherwise."
)]
pub(crate) struct RequestArgs {
    #[command(flatten)]
    pub(crate) signed: SignedArgs,
    /// For https: trust the certificates in this file (PEM) besides the usual authorities
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) cacert: Option<PathBuf>,
    /// How long to wait for the answer, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
}
