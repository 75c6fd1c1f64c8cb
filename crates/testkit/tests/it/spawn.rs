//! A program that is no server is an error that says why, at once.

use std::process::Command;

use velodrome_testkit::spawn::spawn;

fn shell(script: &str) -> Result<std::net::SocketAddr, String> {
    spawn(Command::new("sh").args(["-c", script])).map(|server| server.addr)
}

#[test]
fn the_ready_line_gives_the_address() {
    let addr = shell("echo 'velodrome ready http://127.0.0.1:4242'; exec cat /dev/null").unwrap();
    assert_eq!(addr.port(), 4242);
}

#[test]
fn a_program_that_ends_early_says_what_it_logged() {
    let error = shell("echo 'no site here' >&2; exit 1").unwrap_err();
    assert!(error.contains("no site here"), "{error}");
    assert!(spawn(&mut Command::new("/nonexistent")).is_err());
}

#[test]
fn the_ready_line_is_the_first_line() {
    let error = shell("echo hello; echo 'velodrome ready http://127.0.0.1:1'").unwrap_err();
    assert!(error.contains("\"hello\""), "{error}");
}
