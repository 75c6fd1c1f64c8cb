//! The command line of `velodrome apps`.

use clap::{Args, Subcommand, ValueEnum};
use velodrome_site::apps::{CursorEnd, Scopes};

use super::data::StoreArgs;

/// Say which applications may call the site with signed requests; a running server knows at once.
#[derive(Args, Debug)]
pub(crate) struct AppsCommandArgs {
    #[command(subcommand)]
    pub(crate) command: AppsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AppsCommand {
    /// Make an application and print its ids and its secret
    Create(CreateArgs),
    /// List the applications, without their secrets
    List(ListArgs),
    /// Give an application a new secret; the one before it stays valid for a while
    Rotate(RotateArgs),
    /// End an application's secrets, or one of them, at once
    Revoke(RevokeArgs),
    /// Print or set what an application may do
    Scopes(ScopesArgs),
}

/// What a page has in place of a cursor where there is no further page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CursorEndArg {
    /// The number 0, as documented
    #[value(name = "0")]
    Zero,
    /// null, which every known client understands
    #[value(name = "null")]
    Null,
}

impl From<CursorEndArg> for CursorEnd {
    fn from(end: CursorEndArg) -> CursorEnd {
        match end {
            CursorEndArg::Zero => CursorEnd::Zero,
            CursorEndArg::Null => CursorEnd::Null,
        }
    }
}

const SCOPES_HELP: &str = "Scopes: all, none, or areas with commas between them: contacts, activities, collections, functions, sites;\neach alone, or with :read or :write. Labels belong to contacts; redirects, pages and settings to sites.";

#[derive(Args, Debug)]
#[command(after_help = SCOPES_HELP)]
pub(crate) struct CreateArgs {
    /// What people call it; no other application has this name
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// What it may do; may be given several times [default: all]
    #[arg(long = "scope", value_name = "SCOPES")]
    scopes: Vec<Scopes>,
    /// What its pages have in place of a cursor at the end
    #[arg(long, value_enum, value_name = "VALUE", default_value = "0")]
    pub(crate) cursor_end: CursorEndArg,
    /// Print {"applicationId", "instanceId", "secret"}
    #[arg(long)]
    pub(crate) json: bool,
}

impl CreateArgs {
    pub(crate) fn scopes(&self) -> Scopes {
        union(&self.scopes).unwrap_or(Scopes::ALL)
    }
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
pub(crate) struct RotateArgs {
    /// The application's name or id
    #[arg(value_name = "APP", required_unless_present = "cursor_key")]
    pub(crate) application: Option<String>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// How long the secrets before it stay valid: 0, 90s, 30m, 24h, 7d
    #[arg(long, value_name = "TIME", default_value = "24h", value_parser = duration_ms)]
    pub(crate) overlap: u64,
    /// Instead, replace the key that seals cursors; those that were given out stay good
    #[arg(long, conflicts_with_all = ["application", "overlap", "json"])]
    pub(crate) cursor_key: bool,
    /// Print {"applicationId", "instanceId", "secret"}
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct RevokeArgs {
    /// The application's name or id
    #[arg(value_name = "APP")]
    pub(crate) application: String,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Only the secret with this number, as the list shows it
    #[arg(long, value_name = "N")]
    pub(crate) secret: Option<u32>,
    /// Take the application off the list too
    #[arg(long, conflicts_with = "secret")]
    pub(crate) remove: bool,
}

#[derive(Args, Debug)]
#[command(after_help = SCOPES_HELP)]
pub(crate) struct ScopesArgs {
    /// The application's name or id
    #[arg(value_name = "APP")]
    pub(crate) application: String,
    /// What it may do from now on; printed when left out
    #[arg(value_name = "SCOPES")]
    scopes: Vec<Scopes>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// What its pages have in place of a cursor at the end from now on
    #[arg(long, value_enum, value_name = "VALUE")]
    pub(crate) cursor_end: Option<CursorEndArg>,
}

impl ScopesArgs {
    pub(crate) fn scopes(&self) -> Option<Scopes> {
        union(&self.scopes)
    }
}

fn union(scopes: &[Scopes]) -> Option<Scopes> {
    scopes.iter().copied().reduce(Scopes::union)
}

/// Longest overlap, in milliseconds: a year.
const OVERLAP_MS_MAX: u64 = 365 * 24 * 60 * 60 * 1000;

fn duration_ms(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit_ms = match &text[digits.len()..] {
        "" if digits == "0" => Some(1),
        "s" => Some(1000),
        "m" => Some(60 * 1000),
        "h" => Some(60 * 60 * 1000),
        "d" => Some(24 * 60 * 60 * 1000),
        _ => None,
    };
    let number: Option<u64> = digits.parse().ok();
    number
        .zip(unit_ms)
        .and_then(|(number, unit_ms)| number.checked_mul(unit_ms))
        .filter(|ms| *ms <= OVERLAP_MS_MAX)
        .ok_or_else(|| "a time looks like 0, 90s, 30m, 24h or 7d, at most a year".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;

    fn parse(args: &[&str]) -> Result<AppsCommand, clap::Error> {
        let args = ["velodrome", "apps"].iter().chain(args).copied();
        match Cli::try_parse_from(args)?.command {
            Command::Apps(AppsCommandArgs { command }) => Ok(command),
            _ => unreachable!("apps was asked for"),
        }
    }

    #[test]
    fn scopes_add_up_and_are_all_when_none_is_given() {
        let scopes = |args: &[&str]| match parse(args).expect("valid") {
            AppsCommand::Create(args) => args.scopes().to_string(),
            AppsCommand::Scopes(args) => args.scopes().map_or("-".into(), |all| all.to_string()),
            _ => unreachable!("not asked for"),
        };
        assert_eq!(scopes(&["create", "x"]), "all");
        let some = ["create", "x", "--scope", "sites:read,contacts:read"];
        assert_eq!(scopes(&some), "contacts:read,sites:read");
        let more = [&some[..], &["--scope", "contacts:write"]].concat();
        assert_eq!(scopes(&more), "contacts,sites:read");
        assert_eq!(scopes(&["scopes", "x"]), "-");
        assert_eq!(scopes(&["scopes", "x", "none"]), "none");
        assert_eq!(
            scopes(&["scopes", "x", "sites", "contacts"]),
            "contacts,sites"
        );
    }

    #[test]
    fn an_overlap_has_a_unit() {
        for (text, ms) in [
            ("0", 0),
            ("90s", 90_000),
            ("30m", 1_800_000),
            ("24h", 86_400_000),
            ("7d", 604_800_000),
        ] {
            assert_eq!(duration_ms(text), Ok(ms), "{text}");
        }
        for text in [
            "",
            "h",
            "5",
            "-1h",
            "1.5h",
            "366d",
            "99999999999999999999d",
            "1 h",
            "1w",
        ] {
            assert!(duration_ms(text).is_err(), "{text}");
        }
    }

    #[test]
    fn rotating_takes_an_application_or_the_cursor_key() {
        assert!(parse(&["rotate", "x", "--overlap", "0"]).is_ok());
        assert!(parse(&["rotate", "--cursor-key"]).is_ok());
        assert!(parse(&["rotate"]).is_err());
        assert!(parse(&["rotate", "x", "--cursor-key"]).is_err());
        assert!(parse(&["revoke", "x", "--secret", "1", "--remove"]).is_err());
    }
}
