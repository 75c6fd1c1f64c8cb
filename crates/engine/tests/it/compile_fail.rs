//! Misuse that does not compile.

use std::process::Command;

/// The compiler whose messages are recorded; others word them differently.
const RECORDED_WITH: &str = "rustc 1.95.";

#[test]
fn misuse_does_not_compile() {
    let version = Command::new("rustc").arg("--version").output();
    let version = version.map(|output| output.stdout).unwrap_or_default();
    if !version.starts_with(RECORDED_WITH.as_bytes()) {
        println!("skipped: the messages were recorded with {RECORDED_WITH}x");
        return;
    }
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
