//! Who signs: an application of the site, or whoever a file of credentials names.

use std::io::{self, Read};
use std::path::Path;

use velodrome_model::signing::SigningKey;

use crate::cli::signed::SignedArgs;
use crate::commands::apps::registry;
use crate::commands::site::{Stop, now_ms};

/// Longest file of credentials that is read, in bytes.
const FILE_BYTES_MAX: u64 = 64 * 1024;

/// An application's ids and its key.
pub(super) struct Credentials {
    pub(super) application: String,
    pub(super) instance: String,
    pub(super) key: SigningKey,
}

impl Credentials {
    /// Those that the command line asks for.
    pub(super) fn of(args: &SignedArgs) -> Result<Credentials, Stop> {
        if let Some(file) = &args.credentials {
            return from_file(file);
        }
        let registry = registry(&args.store);
        let application = match &args.app {
            Some(application) => application.clone(),
            None => {
                let listed = registry.list(now_ms()).map_err(Stop::failed)?;
                match listed.as_slice() {
                    [only] => only.application_id.clone(),
                    [] => {
                        return Err(Stop::failed(
                            "there is no application to sign with; `velodrome apps create NAME` makes one",
                        ));
                    }
                    _ => {
                        return Err(Stop::failed(
                            "there are several applications; --app says which one signs",
                        ));
                    }
                }
            }
        };
        let found = registry
            .credentials(&application, now_ms())
            .map_err(Stop::failed)?;
        Ok(Credentials {
            key: SigningKey::new(found.secret.reveal()),
            application: found.application_id,
            instance: found.instance_id,
        })
    }
}

fn from_file(path: &Path) -> Result<Credentials, Stop> {
    let mut text = String::new();
    let read = if path == Path::new("-") {
        io::stdin().take(FILE_BYTES_MAX).read_to_string(&mut text)
    } else {
        std::fs::File::open(path)
            .and_then(|file| file.take(FILE_BYTES_MAX).read_to_string(&mut text))
    };
    let shown = path.display();
    read.map_err(|error| Stop::failed(format_args!("reading {shown} failed: {error}")))?;
    let json: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    let member = |name: &str| Some(json.as_ref()?.get(name)?.as_str()?.to_owned());
    let all = [
        member("applicationId"),
        member("instanceId"),
        member("secret"),
    ];
    let [Some(application), Some(instance), Some(secret)] = all else {
        return Err(Stop::failed(format_args!(
            "{shown} is not what `velodrome apps create --json` prints: it needs applicationId, instanceId and secret"
        )));
    };
    Ok(Credentials {
        application,
        instance,
        key: SigningKey::new(&secret),
    })
}
