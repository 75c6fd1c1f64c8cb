//! `velodrome secrets set` and `import`.

use velodrome_site::sealed::SecretText;
use velodrome_site::secrets::{NewSecret, read_env};

use super::{input, vault};
use crate::cli::secrets::{ImportArgs, SetArgs};
use crate::commands::site::{Stop, now_ms};
use crate::report;

pub(super) fn set(args: &SetArgs) -> Result<(), Stop> {
    let value = input::value(&args.name, args.from_file.as_deref())?;
    let secret = NewSecret {
        name: args.name.clone(),
        value: SecretText::new(value),
        description: args.description.clone(),
    };
    let made = vault(&args.store)
        .set(vec![secret], now_ms())
        .map_err(Stop::failed)?;
    report::note(match made {
        0 => format!("{:?} has a new value", args.name),
        _ => format!("{:?} is set", args.name),
    });
    Ok(())
}

pub(super) fn import(args: &ImportArgs) -> Result<(), Stop> {
    let text = input::text(&args.file)?;
    let wrong = |why: &dyn std::fmt::Display| {
        Stop::failed(format_args!(
            "{}: {why}; nothing was imported",
            args.file.display()
        ))
    };
    let entries = read_env(&text).map_err(|error| wrong(&error))?;
    let secrets: Vec<_> = entries
        .into_iter()
        .map(|(name, value)| NewSecret {
            name,
            value,
            description: String::new(),
        })
        .collect();
    let count = secrets.len();
    if count == 0 {
        report::note("there is no line NAME=value; nothing was imported");
        return Ok(());
    }
    let made = vault(&args.store)
        .set(secrets, now_ms())
        .map_err(|error| wrong(&error))?;
    report::note(format_args!(
        "{made} new, {} with a new value; {} may be removed now",
        count - made,
        args.file.display()
    ));
    Ok(())
}
