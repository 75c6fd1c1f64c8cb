//! Every case and every example through the binary.

use std::path::Path;
use std::process::Command;

use velodrome_testkit::cases::run_all;
use velodrome_testkit::spawn::spawn;

fn all_pass(folder: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(folder);
    let start = |site: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_velodrome"));
        spawn(
            command
                .arg("dev")
                .arg(site)
                .args(["--listen", "127.0.0.1:0"]),
        )
    };
    if let Err(failures) = run_all(&folder.canonicalize().unwrap(), start) {
        let texts: Vec<String> = failures.iter().map(ToString::to_string).collect();
        panic!("{} cases fail\n\n{}", failures.len(), texts.join("\n\n"));
    }
}

#[test]
fn every_case_passes() {
    all_pass("tests/cases");
}

#[test]
fn every_example_passes() {
    all_pass("examples");
}
