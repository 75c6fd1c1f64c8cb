//! `velodrome apps create` and `rotate`: the only times that a secret is shown.

use velodrome_site::apps::{Created, NewApplication};

use super::registry;
use crate::cli::apps::{CreateArgs, RotateArgs};
use crate::commands::site::{Stop, now_ms, print};
use crate::logs::timestamp;
use crate::report;

pub(super) fn create(args: &CreateArgs) -> Result<(), Stop> {
    let new = NewApplication {
        name: args.name.clone(),
        scopes: args.scopes(),
        cursor_end: args.cursor_end.into(),
    };
    let created = registry(&args.store).create(new, now_ms());
    show(&created.map_err(Stop::failed)?, args.json)
}

pub(super) fn rotate(args: &RotateArgs) -> Result<(), Stop> {
    let registry = registry(&args.store);
    let Some(application) = &args.application else {
        registry.rotate_cursor_key(now_ms()).map_err(Stop::failed)?;
        report::note("a new key seals cursors now");
        return Ok(());
    };
    let rotated = registry.rotate(application, args.overlap, now_ms());
    let rotated = rotated.map_err(Stop::failed)?;
    for secret in &rotated.others {
        let end = secret.expires_ms.map_or_else(String::new, timestamp);
        report::note(format_args!(
            "secret {} is valid until {end}",
            secret.number
        ));
    }
    report::note(format_args!("secret {} is new", rotated.number));
    let issued = Created {
        application_id: rotated.application_id,
        instance_id: rotated.instance_id,
        secret: rotated.secret,
    };
    show(&issued, args.json)
}

fn show(created: &Created, is_json: bool) -> Result<(), Stop> {
    report::note("keep the secret: it is not shown again");
    let secret = created.secret.reveal();
    let (application, instance) = (&created.application_id, &created.instance_id);
    print(&if is_json {
        let json = serde_json::json!({
            "applicationId": application,
            "instanceId": instance,
            "secret": secret,
        });
        format!("{json}\n")
    } else {
        format!(
            "application id  {application}\ninstance id     {instance}\nsecret          {secret}\n"
        )
    })
}
