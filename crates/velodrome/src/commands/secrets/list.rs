//! `velodrome secrets list`: names, notes and times. Never a value.

use std::fmt::Write as _;

use velodrome_site::secrets::{ENV_FILE, ListedSecret};

use super::vault;
use crate::cli::secrets::ListArgs;
use crate::commands::site::{Stop, print};
use crate::logs::{plain, timestamp};
use crate::report;

pub(super) fn run(args: &ListArgs) -> Result<(), Stop> {
    let listed = vault(&args.store).list().map_err(Stop::failed)?;
    if listed.is_empty() {
        report::note("there is no secret; `velodrome secrets set NAME` makes one");
    }
    let env_file = args.store.data.dir(&args.store.site).join(ENV_FILE);
    if env_file.exists() {
        report::note(format_args!(
            "while developing, code also sees what is in {}",
            env_file.display()
        ));
    }
    print(&if args.json {
        let rows: Vec<_> = listed.iter().map(json).collect();
        format!("{:#}\n", serde_json::Value::from(rows))
    } else {
        table(&listed)
    })
}

fn table(listed: &[ListedSecret]) -> String {
    let names = listed.iter().map(|one| one.name.chars().count());
    let Some(longest) = names.max() else {
        return String::new();
    };
    let width = longest.max("name".len());
    let mut text = format!(
        "{:width$}  {:24}  {:24}  description\n",
        "name", "created", "changed"
    );
    for one in listed {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:width$}  {:24}  {:24}  {}",
            one.name,
            timestamp(one.created_ms),
            timestamp(one.updated_ms),
            plain(&one.description).replace('\n', " ")
        );
    }
    text
}

fn json(one: &ListedSecret) -> serde_json::Value {
    serde_json::json!({
        "id": one.id,
        "name": one.name,
        "description": one.description,
        "createdMs": one.created_ms,
        "updatedMs": one.updated_ms,
    })
}
