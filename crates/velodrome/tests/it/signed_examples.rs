//! The examples that call a site with signed requests, against the same running server.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Server, Site};

fn example(path: &str) -> PathBuf {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    examples.join(path).canonicalize().unwrap()
}

/// Whether all of these programs are on this machine; says so when one is not.
fn have(programs: &[&str]) -> bool {
    let is_there = |program: &&&str| {
        let ran = Command::new(program).arg("--help").output();
        ran.is_ok()
    };
    let missing: Vec<_> = programs.iter().filter(|one| !is_there(one)).collect();
    if !missing.is_empty() {
        println!("left out: there is no {missing:?} on this machine");
    }
    missing.is_empty()
}

#[test]
fn programs_in_three_languages_add_list_and_remove() {
    let site = Site::saying("hello");
    let server = Server::dev(&site);
    let created = site.run(&["apps", "create", "demo", "--json", "--data", "../data"]);
    let credentials = site.path("credentials.json");
    std::fs::write(&credentials, created.exits(0).stdout).unwrap();
    for (runner, needs, program) in [
        ("node", &["node"][..], "signed-node/notes.mjs"),
        ("python3", &["python3"], "signed-python/notes.py"),
        ("sh", &["curl", "openssl"], "signed-shell/notes"),
    ] {
        if !have(needs) {
            continue;
        }
        let output = Command::new(runner)
            .arg(example(program))
            .arg(format!("http://{}", server.addr))
            .arg(&credentials)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            "2 of 3: one, three – 3\n1 of 3: two\nremoved 3\n",
            "{program}: {said}"
        );
        assert!(output.status.success(), "{program}: {said}");
    }
}
