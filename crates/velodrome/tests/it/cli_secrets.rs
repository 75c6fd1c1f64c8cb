//! `velodrome secrets`, and that no value of a secret gets where it must not be.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{PATIENCE, Server, Site, get, get_with};

const VALUE: &str = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
const PEM: &str = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQDc+5uT\n-----END KEY-----\n";

/// A handler that does with its secrets all that it should not.
const CARELESS: &str = "
import { ok } from 'wix-http-functions';
import { getSecret } from 'wix-secrets-backend';
const early = await getSecret('KEY').catch(() => 'none');
export async function get_print() {
    const key = await getSecret('KEY');
    console.log(key, [key], new Error(key), JSON.stringify({ key }), encodeURIComponent(key));
    console.log(`${'x'.repeat(16000)}${key}`);
    console.log(await getSecret('PEM'), { pem: await getSecret('PEM') });
    setTimeout(() => { throw new Error(`late ${key}`); }, 1);
    return ok({ body: 'printed' });
}
export async function get_throw() {
    throw new Error(`refused: ${await getSecret('KEY')}`);
}
export const get_early = () => ok({ body: String(early.length) });
";

/// Whether the text is in some file below the folder.
fn is_below(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return is_below(&path, text);
        }
        let bytes = fs::read(&path).unwrap();
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    })
}

#[test]
fn values_come_from_stdin_or_a_file_and_are_never_shown() {
    let site = Site::empty();
    site.run_fed(
        &["secrets", "set", "KEY", "--description", "of the shop"],
        &format!("{VALUE}\n"),
    )
    .exits(0)
    .says("\"KEY\" is set")
    .prints("");
    site.write("key.pem", PEM);
    site.run(&["secrets", "set", "PEM", "--from-file", "key.pem"])
        .exits(0);
    site.run_fed(&["secrets", "set", "KEY", "--from-file", "-"], VALUE)
        .exits(0)
        .says("\"KEY\" has a new value");
    for args in [&["secrets", "list"][..], &["secrets", "list", "--json"]] {
        let ran = site.run(args).exits(0);
        assert!(ran.stdout.contains("KEY") && ran.stdout.contains("PEM"));
        assert!(ran.stdout.contains("of the shop"), "{}", ran.stdout);
        for shown in [&ran.stdout, &ran.stderr] {
            assert!(
                !shown.contains("sk_live") && !shown.contains("MIIE"),
                "{shown}"
            );
        }
    }
    site.run(&["secrets", "delete", "PEM"]).exits(0);
    let listed = site.run(&["secrets", "list", "--json"]).exits(0).stdout;
    let rows: Vec<Value> = serde_json::from_str(&listed).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["name"], "KEY");
}

#[test]
fn mistakes_say_what_to_do() {
    let site = Site::empty();
    site.run(&["secrets", "list"])
        .exits(0)
        .says("there is no secret")
        .prints("");
    site.run(&["secrets", "delete", "KEY"])
        .exits(1)
        .says("there is no secret \"KEY\"");
    site.run_fed(&["secrets", "set", "wixKey"], VALUE)
        .exits(1)
        .says("names that begin with \"wix\" are reserved");
    site.run_fed(&["secrets", "set", "KEY"], "\n")
        .exits(1)
        .says("1 to 65536 bytes");
    site.run(&["secrets", "set", "KEY", "--from-file", "none"])
        .exits(1)
        .says("none could not be read");
    site.run(&["secrets", "set", "KEY", VALUE]).exits(64);
    assert!(!site.path(".velodrome/secrets").exists());
}

#[test]
fn a_file_is_imported_whole_or_not_at_all() {
    let site = Site::empty();
    site.write(".env", "A=1\n# note\nexport B='two'\n");
    site.run(&["secrets", "import", ".env"])
        .exits(0)
        .says("2 new, 0 with a new value");
    site.write(".env", "A=other\nC=3\nnonsense\n");
    site.run(&["secrets", "import", ".env"])
        .exits(1)
        .says(".env: line 3: a line looks like NAME=value; nothing was imported");
    site.run_fed(&["secrets", "import", "-"], "A=other\nwix=3\n")
        .exits(1)
        .says("nothing was imported");
    site.run_fed(&["secrets", "import", "-"], "A=other\nC=3\n")
        .exits(0)
        .says("1 new, 1 with a new value");
    let listed = site.run(&["secrets", "list", "--json"]).exits(0).stdout;
    let rows: Vec<Value> = serde_json::from_str(&listed).unwrap();
    let names: Vec<_> = rows
        .iter()
        .map(|row| row["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["A", "B", "C"]);
}

#[test]
fn a_running_server_sees_changes_and_no_value_gets_into_its_files_or_its_log() {
    let site = Site::of(CARELESS);
    for format in ["json", "pretty"] {
        let server = Server::dev_with(&site, &["--log-format", format]);
        site.run_fed(&["secrets", "set", "KEY", "--data", "../data"], VALUE)
            .exits(0);
        site.run_fed(&["secrets", "set", "PEM", "--data", "../data"], PEM)
            .exits(0);
        assert_eq!(get(server.addr, "/_functions/print").text(), "printed");
        let thrown = get(server.addr, "/_functions/throw");
        assert_eq!(thrown.status, 500);
        assert!(
            thrown.text().contains("refused: [secret: KEY]"),
            "{}",
            thrown.text()
        );
        assert!(!thrown.text().contains(VALUE));
        let target = format!("/_functions/early?key={VALUE}");
        get_with(server.addr, &target, &[("referer", VALUE)]).unwrap();
        for said in [
            "late [secret: KEY]",
            "refused: [secret: KEY]",
            "key=[secret: KEY]",
        ] {
            assert!(
                server.logs.wait_for(said, PATIENCE),
                "{said}: {:#?}",
                server.logs.lines()
            );
        }
        let lines = server.logs.lines().join("\n");
        for text in [
            "sk_live",
            "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
            "BKcwggSjAgEAAoIBAQDc",
        ] {
            assert!(!lines.contains(text), "{text} is in the log: {lines}");
        }
        for text in [VALUE, "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"] {
            assert!(!is_below(&site.data(), text), "{text} is in a file");
        }
    }
    // The next process reads them before its first line, whoever asks for one.
    let server = Server::dev(&site);
    assert_eq!(
        get(server.addr, "/_functions/early").text(),
        VALUE.len().to_string()
    );
    get(server.addr, &format!("/nowhere?{VALUE}"));
    assert!(server.logs.wait_for("/nowhere?[secret: KEY]", PATIENCE));
}

#[test]
fn one_request_without_a_port_and_a_check_know_the_secrets() {
    let site = Site::of(CARELESS);
    site.run_fed(&["secrets", "set", "KEY"], VALUE).exits(0);
    let ran = site.run(&["call", "GET", "/_functions/throw"]).exits(1);
    assert!(
        ran.stdout.contains("refused: [secret: KEY]"),
        "{}",
        ran.stdout
    );
    assert!(!format!("{ran:?}").contains("sk_live"));
    site.run(&["call", "GET", "/_functions/early"])
        .exits(0)
        .prints(&VALUE.len().to_string());
    site.handlers("import { getSecret } from 'wix-secrets-backend';\nthrow new Error(await getSecret('KEY'));\n");
    let ran = site.run(&["check"]).exits(1).says("[secret: KEY]");
    assert!(!format!("{ran:?}").contains("sk_live"));
}
