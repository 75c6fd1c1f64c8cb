//! The command line, as data. What a flag means is said here once, for help and completions too.

pub(crate) mod apps;
pub(crate) mod data;
pub(crate) mod jobs;
pub(crate) mod secrets;
pub(crate) mod signed;
pub(crate) mod webhooks;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

/// Runs the backend of a Wix Velo site anywhere.
#[derive(Debug, Parser)]
#[command(name = "velodrome", version, max_term_width = 100)]
#[command(
    after_help = "A site is a folder with backend/http-functions.js in it. Start with `velodrome init`, then `velodrome dev`.\nExit codes: 0 done, 1 failed, 64 wrong command line or velodrome.toml, 69 JavaScriptCore is not installed."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve a site's folder; every saved change is in the next answer
    Dev(DevArgs),
    /// Serve what was published
    Serve(ServeArgs),
    /// Answer one request without a port and print the answer
    Call(CallArgs),
    /// Build a site, list its routes, and say what is wrong with it
    Check(CheckArgs),
    /// Build a release and switch production to it
    Publish(PublishArgs),
    /// Run the tests beside the site's code
    Test(TestArgs),
    /// Write type declarations, so that editors complete modules and collections
    Types(TypesArgs),
    /// List what was published
    Releases(ReleasesArgs),
    /// Switch production back to an earlier release
    Rollback(RollbackArgs),
    /// Look into a site's documents, bring them in and out; while a server runs, too
    Data(data::DataCommandArgs),
    /// List the scheduled jobs, run one, look at what ran
    Jobs(jobs::JobsCommandArgs),
    /// Say which applications may call the site with signed requests; a running server knows at once
    Apps(apps::AppsCommandArgs),
    /// Keep the values that a site's code asks for by name; a running server knows at once
    Secrets(secrets::SecretsCommandArgs),
    /// Say which applications are called when something happens, and what did not arrive
    Webhooks(webhooks::WebhooksCommandArgs),
    /// Print what an application signs of a request, and the signature
    Sign(signed::SignArgs),
    /// Send a signed request and print its answer
    Request(signed::RequestArgs),
    /// Print every limit with its unit, default, bounds and present value
    Limits(LimitsArgs),
    /// Write a small site to start from
    Init(InitArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Bundle one site: JSON on stdin, JSON on stdout
    #[command(hide = true)]
    BundleChild,
    /// Serve below a parent process
    #[command(hide = true)]
    SiteProcess(SiteProcessArgs),
}

/// Which site is meant.
#[derive(Args, Clone, Debug)]
pub(crate) struct SiteArgs {
    /// The site's folder
    #[arg(value_name = "SITE", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) site: PathBuf,
    /// The folder with http-functions.js, relative to SITE; looked for when not given
    #[arg(long, value_name = "PATH", value_hint = ValueHint::DirPath)]
    pub(crate) backend: Option<PathBuf>,
}

/// Where releases are kept.
#[derive(Args, Clone, Debug)]
pub(crate) struct DataArgs {
    /// The data directory [default: SITE/.velodrome]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) data: Option<PathBuf>,
}

impl DataArgs {
    /// The data directory of the site in this folder.
    pub(crate) fn dir(&self, site: &Path) -> PathBuf {
        data_dir(self.data.as_deref(), site)
    }
}

/// The data directory of the site in this folder, unless another is named.
pub(crate) fn data_dir(named: Option<&Path>, site: &Path) -> PathBuf {
    named.map_or_else(|| site.join(".velodrome"), Path::to_owned)
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    Pretty,
    /// One JSON object per line, in the shape of Wix's logs
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct DevArgs {
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Address and port; port 0 takes a free one [default: dev.listen, or 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
    /// How log lines look
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "pretty")]
    pub(crate) log_format: LogFormat,
    /// Look for changed files every 50 ms instead of being told by the system
    #[arg(long)]
    pub(crate) poll: bool,
    /// Do not run the scheduled jobs
    #[arg(long)]
    pub(crate) no_jobs: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Address and port; port 0 takes a free one [default: serve.listen, or 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
    /// How log lines look
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "json")]
    pub(crate) log_format: LogFormat,
}

#[derive(Args, Debug)]
pub(crate) struct CallArgs {
    /// The site's folder (. when left out), the method, and the path with its query
    #[arg(required = true, num_args = 2..=3, value_names = ["SITE", "METHOD", "PATH"])]
    target: Vec<String>,
    /// The folder with http-functions.js, relative to SITE; looked for when not given
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) backend: Option<PathBuf>,
    /// A header, as 'name: value'; may be given several times
    #[arg(short = 'H', long = "header", value_name = "HEADER", value_parser = header)]
    pub(crate) headers: Vec<(String, String)>,
    /// The body; @FILE takes a file's content, @- stdin's
    #[arg(short = 'd', long = "data", value_name = "BODY")]
    pub(crate) body: Option<String>,
    /// The data directory, with the site's documents [default: SITE/.velodrome]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) data_dir: Option<PathBuf>,
    /// How log lines look
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "pretty")]
    pub(crate) log_format: LogFormat,
}

impl CallArgs {
    /// The site's folder, the method and the path.
    pub(crate) fn parts(&self) -> (&Path, &str, &str) {
        match self.target.as_slice() {
            [site, method, path] => (Path::new(site), method, path),
            [method, path] => (Path::new("."), method, path),
            _ => unreachable!("the command line takes two or three"),
        }
    }
}

fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text
        .split_once(':')
        .ok_or("a header looks like 'name: value'")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) site: SiteArgs,
}

#[derive(Args, Debug)]
pub(crate) struct TypesArgs {
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Replace a jsconfig.json that somebody else wrote
    #[arg(long)]
    pub(crate) force: bool,
}

/// How the outcome of tests is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reporter {
    /// Every test by its name, as soon as it has ended
    Spec,
    /// A sign for each test
    Dot,
    /// Test Anything Protocol
    Tap,
    /// One JSON object at the end
    Json,
}

/// Which calls to other servers leave the machine while tests run that record them (`fetch.record`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Record {
    /// Those of recordings that do not exist yet
    Once,
    /// Those that a recording does not have, too
    New,
    /// All of them; what no test asks for any more is dropped
    All,
    /// None
    None,
}

#[derive(Args, Debug)]
pub(crate) struct TestArgs {
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    /// Only tests with this text in `file > suite > test`
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Run again whenever a file changes, until interrupted
    #[arg(long)]
    pub(crate) watch: bool,
    /// How the outcome is told, on stdout
    #[arg(long, value_enum, value_name = "REPORTER", default_value = "spec")]
    pub(crate) reporter: Reporter,
    /// Write the outcome to this file, too, in JUnit's format
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) junit: Option<PathBuf>,
    /// Which calls of tests with `fetch.record` are made for real and recorded
    #[arg(long, value_enum, value_name = "WHICH", default_value = "once")]
    pub(crate) record: Record,
    /// Milliseconds that a test may take with its hooks, unless it says otherwise
    #[arg(long, value_name = "MS", default_value_t = 5000, value_parser = clap::value_parser!(u64).range(1..=600_000))]
    pub(crate) timeout: u64,
    /// Show what the site logs also for tests that pass
    #[arg(long)]
    pub(crate) logs: bool,
}

#[derive(Args, Debug)]
pub(crate) struct PublishArgs {
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// What is new, for the list of releases
    #[arg(short, long, value_name = "TEXT", default_value = "")]
    pub(crate) message: String,
}

#[derive(Args, Debug)]
pub(crate) struct ReleasesArgs {
    /// The site's folder
    #[arg(value_name = "SITE", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) site: PathBuf,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Print at most this many, the newest
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct RollbackArgs {
    /// The release's number; the one before the current one when left out
    #[arg(value_name = "N")]
    pub(crate) number: Option<u64>,
    /// The site's folder
    #[arg(long, value_name = "SITE", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) site: PathBuf,
    #[command(flatten)]
    pub(crate) data: DataArgs,
}

#[derive(Args, Debug)]
pub(crate) struct LimitsArgs {
    /// The site's folder, whose velodrome.toml may set limits
    #[arg(value_name = "SITE", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) site: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct InitArgs {
    /// The folder, made when it is not there
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) dir: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

/// Written by the parent process, never by hand.
#[derive(Args, Debug)]
pub(crate) struct SiteProcessArgs {
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    /// Whether the working tree is served in development
    #[arg(long)]
    pub(crate) dev: bool,
    #[arg(long, value_enum, default_value = "pretty")]
    pub(crate) log_format: LogFormat,
    #[arg(long)]
    pub(crate) poll: bool,
    #[arg(long)]
    pub(crate) no_jobs: bool,
    /// Process id of the parent
    #[arg(long)]
    pub(crate) parent: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn call_takes_the_site_or_not() {
        let parse = |args: &[&str]| {
            let args = ["velodrome", "call"].iter().chain(args).copied();
            match Cli::try_parse_from(args).expect("valid").command {
                Command::Call(args) => {
                    let (site, method, path) = args.parts();
                    (
                        site.to_owned(),
                        method.to_owned(),
                        path.to_owned(),
                        args.headers.clone(),
                    )
                }
                _ => unreachable!("call was asked for"),
            }
        };
        let (site, method, path, headers) = parse(&["GET", "/x", "-H", "a: b:c"]);
        assert_eq!(
            (site, method, path),
            (".".into(), "GET".into(), "/x".into())
        );
        assert_eq!(headers, [("a".to_owned(), "b:c".to_owned())]);
        let (site, method, _, _) = parse(&["site", "POST", "/x"]);
        assert_eq!((site, method), ("site".into(), "POST".into()));
        for wrong in [
            &["GET"][..],
            &["a", "b", "c", "d"],
            &["GET", "/x", "-H", "none"],
        ] {
            let args = ["velodrome", "call"].iter().chain(wrong).copied();
            assert!(Cli::try_parse_from(args).is_err());
        }
    }
}
