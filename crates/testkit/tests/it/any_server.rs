//! The cases against any program that serves a site: for other implementations, and for a look at one group.
//!
//! `VELODROME_CASES_SERVER="PROGRAM ARGUMENTS"` is run with the site's folder as the last argument and
//! prints the ready line; `VELODROME_CASES` is the folder of cases. Without them there is nothing to do here:
//! the binary's own tests run all cases.

use std::path::Path;
use std::process::Command;

use velodrome_testkit::cases::run_all;
use velodrome_testkit::spawn::spawn;

#[test]
fn cases_hold_on_the_server_that_was_named() {
    let Ok(server) = std::env::var("VELODROME_CASES_SERVER") else {
        return;
    };
    let cases = std::env::var("VELODROME_CASES").unwrap_or_else(|_| "tests/cases".to_owned());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let cases = root.join(cases).canonicalize().unwrap();
    let start = |site: &Path| {
        let mut words = server.split_whitespace();
        let program = words.next().ok_or("VELODROME_CASES_SERVER is empty")?;
        spawn(Command::new(program).args(words).arg(site))
    };
    match run_all(&cases, start) {
        Ok(count) => println!("{count} cases hold"),
        Err(failures) => {
            let texts: Vec<String> = failures.iter().map(ToString::to_string).collect();
            panic!("{} cases fail\n\n{}", failures.len(), texts.join("\n\n"));
        }
    }
}
