//! The command line of `velodrome webhooks`.

use clap::{Args, Subcommand};
use velodrome_site::webhooks::EventFilter;

use super::data::StoreArgs;

/// Say which applications are called when something happens; a running server knows within a second.
#[derive(Args, Debug)]
pub(crate) struct WebhooksCommandArgs {
    #[command(subcommand)]
    pub(crate) command: WebhooksCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum WebhooksCommand {
    /// Have an application called at a URL
    Add(AddArgs),
    /// List the webhooks, and how many events wait or were given up
    List(ListArgs),
    /// Take a webhook away, with the events that wait for it
    Remove(RemoveArgs),
    /// List the events that were given up
    Dead(DeadArgs),
    /// Try events again that were given up
    Deliver(DeliverArgs),
}

const EVENTS_HELP: &str = "Events: contacts, contacts/created, contacts/updated, contacts/deleted, activities/posted,\nitems/COLLECTION, and items/COLLECTION/created, /updated or /deleted.";

#[derive(Args, Debug)]
#[command(after_help = EVENTS_HELP)]
pub(crate) struct AddArgs {
    /// The application's name or id; its secret signs the calls
    #[arg(value_name = "APP")]
    pub(crate) application: String,
    /// What is called
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    /// What it is called for; may be given several times, or with commas
    #[arg(
        long = "event",
        value_name = "EVENT",
        required = true,
        value_delimiter = ','
    )]
    pub(crate) events: Vec<EventFilter>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// Print {"webhookId"}
    #[arg(long)]
    pub(crate) json: bool,
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
pub(crate) struct RemoveArgs {
    /// The webhook's id
    #[arg(value_name = "WEBHOOK")]
    pub(crate) webhook: String,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

#[derive(Args, Debug)]
pub(crate) struct DeadArgs {
    /// The webhook's id; all webhooks' events without it
    #[arg(value_name = "WEBHOOK")]
    pub(crate) webhook: Option<String>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    /// How many are printed, the oldest first
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct DeliverArgs {
    /// The webhook's id
    #[arg(value_name = "WEBHOOK")]
    pub(crate) webhook: String,
    /// The event's number, as `velodrome webhooks dead` shows it; all without it
    #[arg(value_name = "NUMBER")]
    pub(crate) number: Option<i64>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;

    #[test]
    fn events_add_up_and_one_is_needed() {
        let parse = |args: &[&str]| {
            let args = ["velodrome", "webhooks", "add", "x", "http://a.example"]
                .iter()
                .chain(args);
            match Cli::try_parse_from(args).map(|cli| cli.command) {
                Ok(Command::Webhooks(WebhooksCommandArgs {
                    command: WebhooksCommand::Add(args),
                })) => Ok(args
                    .events
                    .iter()
                    .map(EventFilter::to_string)
                    .collect::<Vec<_>>()),
                Ok(_) => unreachable!("webhooks add was asked for"),
                Err(error) => Err(error.to_string()),
            }
        };
        let args = ["--event", "contacts,items/orders", "--event", "activities"];
        assert_eq!(
            parse(&args).expect("valid"),
            ["contacts", "items/orders", "activities/posted"]
        );
        assert!(parse(&[]).is_err());
        let why = parse(&["--event", "sites"]).expect_err("no such event");
        assert!(why.contains("activities/posted"), "{why}");
    }
}
