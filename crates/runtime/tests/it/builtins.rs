//! Runs the cases in `js/tests`: each file is a set of small tests about one concept. A log line that
//! begins with `=> ` says what the line before it must be.

use crate::world::run;

const HARNESS: &str = include_str!("../../js/tests/harness.js");

/// Runs one file; fails with every case that failed.
fn cases(source: &str) {
    let ran = run(&format!("{HARNESS}\n{source}\nawait finish();"));
    let mut wrong = Vec::new();
    let mut last = "";
    for (_, line) in &ran.lines {
        match line.strip_prefix("=> ") {
            Some(expected) if expected != last => {
                wrong.push(format!("expected {expected}\n     got {last}"))
            }
            _ => last = line,
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    if let Err(error) = ran.result {
        panic!("{}", error.message);
    }
}

macro_rules! case_files {
    ($($name:ident),* $(,)?) => {
        $(#[test]
        fn $name() {
            cases(include_str!(concat!("../../js/tests/", stringify!($name), ".js")));
        })*
        /// So that no file is forgotten.
        const LISTED: &[&str] = &[$(stringify!($name)),*];
    };
}

case_files![
    abort,
    base64,
    buffer,
    compression_streams,
    console,
    crypto,
    crypto_ciphers,
    crypto_derive,
    crypto_keys,
    crypto_sign,
    encoding,
    events,
    fetch_values,
    hostile,
    inspect,
    message_channel,
    performance,
    process,
    streams,
    structured_clone,
    url,
    webcrypto,
    zlib,
];

#[test]
fn every_case_file_is_run() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/js/tests");
    let files = std::fs::read_dir(folder).expect("the folder of cases");
    for file in files {
        let name = file
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("a name");
        let Some(stem) = name.strip_suffix(".js") else {
            continue;
        };
        assert!(
            stem == "harness" || LISTED.contains(&stem),
            "{name} is not listed in builtins.rs"
        );
    }
}
