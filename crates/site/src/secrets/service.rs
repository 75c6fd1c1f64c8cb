//! The service `secrets`: what `runtime/js/velo/secrets` asks.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use velodrome_model::log::{LogLine, LogSink, Severity};
use velodrome_runtime::{HostReply, ServiceCall};

use super::book::{Book, Record};
use super::env_watch::{EnvWatch, Values};
use super::error::SecretsError;
use super::redact::Redactor;
use super::vault::{Change, ListedSecret, NewSecret, Vault, listed};
use crate::config::Mode;
use crate::data::now_ms;
use crate::sealed::{KeySource, SecretText, Watch};
use crate::services::Service;

/// Beginning of the ids of secrets in the file for development.
const ENV_ID: &str = "secrets.env:";
/// What the site's code is told when the file cannot be read; the log has the reason.
const UNAVAILABLE: &str = "the site's secrets cannot be read; the log says why";

/// The secrets at one moment.
struct Secrets {
    /// The oldest first.
    records: Vec<Record>,
    by_name: HashMap<String, usize>,
}

impl Secrets {
    fn of(book: Option<Book>) -> Option<Secrets> {
        let records = book.map(|book| book.secrets).unwrap_or_default();
        let named = |(place, record): (usize, &Record)| (record.name.clone(), place);
        Some(Secrets {
            by_name: records.iter().enumerate().map(named).collect(),
            records,
        })
    }

    fn value(&self, name: &str) -> Option<&SecretText> {
        let place = *self.by_name.get(name)?;
        self.records.get(place).map(|record| &record.value)
    }
}

/// The secrets of one site, shared by the threads of its process.
pub struct SecretsService {
    vault: Vault,
    watch: Watch<Book, Secrets>,
    /// While developing.
    env: Option<EnvWatch>,
    redactor: Arc<Redactor>,
    logs: Arc<dyn LogSink>,
    /// What the redactor learned last.
    learned: Mutex<Option<Arc<Secrets>>>,
    /// Why the file could not be read when it was last asked, as it was logged.
    complaint: Mutex<Option<String>>,
}

impl SecretsService {
    /// The secrets in this data directory; `redactor` is told what is read. Touches no file.
    pub fn open(
        data_dir: &Path,
        key: KeySource,
        mode: Mode,
        logs: Arc<dyn LogSink>,
        redactor: Arc<Redactor>,
    ) -> SecretsService {
        SecretsService {
            vault: Vault::open(data_dir, key.clone()),
            watch: Watch::open(data_dir, key, Secrets::of),
            env: (mode == Mode::Dev).then(|| EnvWatch::new(data_dir, Arc::clone(&redactor))),
            redactor,
            logs,
            learned: Mutex::default(),
            complaint: Mutex::default(),
        }
    }

    /// Reads what there is, so that the redactor knows it before the first line is logged. What
    /// cannot be read is said in the log.
    pub fn learn(&self) {
        if let Err(error) = self.sealed().and_then(|_| self.of_env()) {
            self.complain(&error);
        }
    }

    /// What the sealed file says now.
    fn sealed(&self) -> Result<Arc<Secrets>, SecretsError> {
        let now = self.watch.current()?;
        let mut learned = self.learned.lock().unwrap_or_else(PoisonError::into_inner);
        if !learned
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, &now))
        {
            let values = now.records.iter();
            self.redactor
                .learn(values.map(|one| (&*one.name, &one.value)));
            *learned = Some(Arc::clone(&now));
        }
        Ok(now)
    }

    /// What the file for development says now.
    fn of_env(&self) -> Result<Arc<Values>, SecretsError> {
        match &self.env {
            Some(env) => env.current(),
            None => Ok(Arc::default()),
        }
    }

    fn get(&self, name: &str) -> Result<String, SecretsError> {
        if let Some(value) = self.sealed()?.value(name) {
            return Ok(json!(value.reveal()).to_string());
        }
        match self.of_env()?.get(name) {
            Some(value) => Ok(json!(value.reveal()).to_string()),
            None => Err(SecretsError::Unknown {
                name: name.to_owned(),
            }),
        }
    }

    fn list(&self) -> Result<String, SecretsError> {
        let (sealed, env) = (self.sealed()?, self.of_env()?);
        let mut names: Vec<&String> = env.keys().collect();
        names.retain(|name| sealed.value(name).is_none());
        names.sort_unstable();
        let sealed = sealed.records.iter().map(listed);
        let rows = sealed.chain(names.into_iter().map(|name| listed_of_env(name)));
        let rows: Vec<_> = rows.map(row).collect();
        Ok(serde_json::Value::from(rows).to_string())
    }

    /// What changes the file waits for a lock and the disk, on a thread that may.
    fn change(
        &self,
        change: impl FnOnce(&Vault) -> Result<String, SecretsError> + Send + 'static,
    ) -> HostReply {
        let vault = self.vault.clone();
        let logs = Arc::clone(&self.logs);
        HostReply::Later(Box::pin(async move {
            let changed = tokio::task::spawn_blocking(move || change(&vault)).await;
            match changed {
                Ok(Ok(reply)) => reply,
                Ok(Err(error)) => {
                    if let SecretsError::Sealed(_) = error {
                        say(&*logs, &error.to_string());
                    }
                    refusal(&error)
                }
                Err(_) => HostReply::error("SECRETS_UNAVAILABLE", UNAVAILABLE),
            }
        }))
    }

    fn create(&self, argument: NewArgument) -> HostReply {
        let new = NewSecret {
            name: argument.name,
            value: argument.value,
            description: argument.description.unwrap_or_default(),
        };
        self.redactor.learn([(&*new.name, &new.value)]);
        self.change(|vault| Ok(json!(vault.create(new, time_ms())?).to_string()))
    }

    fn update(&self, argument: UpdateArgument) -> HostReply {
        let change = Change {
            name: argument.secret.name,
            value: argument.secret.value,
            description: argument.secret.description,
        };
        if let Some(value) = &change.value {
            let name = change.name.as_deref().unwrap_or("updated");
            self.redactor.learn([(name, value)]);
        }
        self.of_id(argument.id, |vault, id| vault.update(id, change, time_ms()))
    }

    fn delete(&self, argument: IdArgument) -> HostReply {
        self.of_id(argument.id, |vault, id| vault.delete(id))
    }

    fn of_id(
        &self,
        id: String,
        change: impl FnOnce(&Vault, &str) -> Result<(), SecretsError> + Send + 'static,
    ) -> HostReply {
        if let Some(name) = id.strip_prefix(ENV_ID) {
            let name = name.to_owned();
            return HostReply::Now(refusal(&SecretsError::OfEnvFile { name }));
        }
        self.change(move |vault| change(vault, &id).map(|()| "null".to_owned()))
    }

    /// A reply that is there at once.
    fn now(&self, result: Result<String, SecretsError>) -> HostReply {
        HostReply::Now(match result {
            Ok(reply) => {
                *self
                    .complaint
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner) = None;
                reply
            }
            Err(error) => {
                self.complain(&error);
                refusal(&error)
            }
        })
    }

    /// Says once why the file cannot be read.
    fn complain(&self, error: &SecretsError) {
        if !matches!(
            error,
            SecretsError::Sealed(_) | SecretsError::EnvFile { .. }
        ) {
            return;
        }
        let why = error.to_string();
        let mut before = self
            .complaint
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if before.as_ref() != Some(&why) {
            say(&*self.logs, &why);
            *before = Some(why);
        }
    }
}

impl Service for SecretsService {
    fn call(&self, call: ServiceCall<'_>) -> HostReply {
        match call.operation {
            "get" => with(call, |argument: NameArgument| {
                self.now(self.get(&argument.name))
            }),
            "list" => self.now(self.list()),
            "create" => with(call, |argument| self.create(argument)),
            "update" => with(call, |argument| self.update(argument)),
            "delete" => with(call, |argument| self.delete(argument)),
            other => HostReply::Now(HostReply::error(
                "NOT_AVAILABLE",
                &format!("secrets have no operation {other}"),
            )),
        }
    }
}

fn listed_of_env(name: &str) -> ListedSecret {
    ListedSecret {
        id: format!("{ENV_ID}{name}"),
        name: name.to_owned(),
        description: String::new(),
        created_ms: 0,
        updated_ms: 0,
    }
}

/// A secret as `list` gives it.
fn row(secret: ListedSecret) -> serde_json::Value {
    json!({
        "id": secret.id,
        "name": secret.name,
        "description": secret.description,
        "createdMs": secret.created_ms,
        "updatedMs": secret.updated_ms,
    })
}

#[derive(Deserialize)]
struct NameArgument {
    name: String,
}

#[derive(Deserialize)]
struct IdArgument {
    id: String,
}

#[derive(Deserialize)]
struct NewArgument {
    name: String,
    value: SecretText,
    description: Option<String>,
}

#[derive(Deserialize)]
struct UpdateArgument {
    id: String,
    secret: ChangeArgument,
}

#[derive(Deserialize)]
struct ChangeArgument {
    name: Option<String>,
    value: Option<SecretText>,
    description: Option<String>,
}

/// Reads the argument, whose form the shipped JavaScript sees to.
fn with<A: DeserializeOwned>(
    call: ServiceCall<'_>,
    answer: impl FnOnce(A) -> HostReply,
) -> HostReply {
    match serde_json::from_str(call.argument) {
        Ok(argument) => answer(argument),
        // What serde says could quote the value.
        Err(_) => HostReply::Now(HostReply::error(
            "SECRET_ARGUMENT_INVALID",
            "that is not what this function of the secrets takes",
        )),
    }
}

/// What JavaScript is told. Paths of the server are for its log.
fn refusal(error: &SecretsError) -> String {
    let message = match error {
        SecretsError::Sealed(_) => UNAVAILABLE.to_owned(),
        other => other.to_string(),
    };
    HostReply::error(error.code(), &message)
}

fn say(logs: &dyn LogSink, why: &str) {
    logs.line(LogLine {
        time_ms: time_ms(),
        severity: Severity::Error,
        function: None,
        request_id: None,
        position: None,
        message: format!("the secrets cannot be used: {why}"),
        revision: 0,
    });
}

fn time_ms() -> u64 {
    u64::try_from(now_ms()).unwrap_or_default()
}
