//! Where applications are called: part of their records in the registry.

use velodrome_outbound::check_url;

use super::book::WebhookRecord;
use super::error::AppsError;
use super::registry::{Registry, find, unknown};
use crate::data::uuid;
use crate::sealed::random;
use crate::webhooks::Events;

/// Longest URL, in bytes.
const URL_BYTES_MAX: usize = 2048;

/// Most events that one webhook names.
const EVENTS_MAX: usize = 100;

/// Where an application is called, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// By which it is named.
    pub id: String,
    /// What is called.
    pub url: String,
    /// What it is told of.
    pub events: Events,
    /// When it was made, in milliseconds since 1970.
    pub created_ms: u64,
}

impl From<WebhookRecord> for Webhook {
    fn from(record: WebhookRecord) -> Webhook {
        Webhook {
            id: record.id,
            url: record.url,
            events: record.events,
            created_ms: record.created_ms,
        }
    }
}

/// A webhook as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookListed {
    /// Id of the application it belongs to.
    pub application_id: String,
    /// What people call that.
    pub application: String,
    /// The webhook.
    pub webhook: Webhook,
}

impl Registry {
    /// Has an application, by its id or name, called at a URL. Gives the webhook. At most `most` may
    /// be there in all.
    ///
    /// # Errors
    /// There is no such application, the URL cannot be called, there are too many, or the registry
    /// cannot be changed.
    pub fn add_webhook(
        &self,
        application: &str,
        url: &str,
        events: Events,
        most: u64,
        now_ms: u64,
    ) -> Result<Webhook, AppsError> {
        let url = check_url(url).map_err(|error| AppsError::Webhook {
            why: error.external,
        })?;
        if url.len() > URL_BYTES_MAX {
            let why = format!("the URL is longer than {URL_BYTES_MAX} bytes");
            return Err(AppsError::Webhook { why });
        }
        if events.0.is_empty() || events.0.len() > EVENTS_MAX {
            let why = format!("a webhook is told of 1 to {EVENTS_MAX} events");
            return Err(AppsError::Webhook { why });
        }
        self.change(now_ms, |book| {
            let all: usize = book.applications.iter().map(|one| one.webhooks.len()).sum();
            if all as u64 >= most {
                let why =
                    format!("there are {most} webhooks already, as many as webhooks_max allows");
                return Err(AppsError::Webhook { why });
            }
            let record = find(book, application).ok_or_else(|| unknown(application))?;
            let webhook = WebhookRecord {
                id: uuid(random()),
                url,
                events,
                created_ms: now_ms,
            };
            record.webhooks.push(webhook.clone());
            Ok(Webhook::from(webhook))
        })
    }

    /// Takes a webhook away, by its id.
    ///
    /// # Errors
    /// There is no such webhook, or the registry cannot be changed.
    pub fn remove_webhook(&self, id: &str, now_ms: u64) -> Result<(), AppsError> {
        self.change(now_ms, |book| {
            let holder = book
                .applications
                .iter_mut()
                .find(|one| one.webhooks.iter().any(|webhook| webhook.id == id));
            let Some(holder) = holder else {
                let why =
                    format!("there is no webhook \"{id}\"; `velodrome webhooks list` shows all");
                return Err(AppsError::Webhook { why });
            };
            holder.webhooks.retain(|webhook| webhook.id != id);
            Ok(())
        })
    }

    /// All webhooks, by application.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn webhooks(&self) -> Result<Vec<WebhookListed>, AppsError> {
        let Some(book) = self.book()? else {
            return Ok(Vec::new());
        };
        let mut all = Vec::new();
        for record in book.applications {
            all.extend(record.webhooks.into_iter().map(|webhook| WebhookListed {
                application_id: record.id.clone(),
                application: record.name.clone(),
                webhook: Webhook::from(webhook),
            }));
        }
        Ok(all)
    }
}
