//! What the tests of the binary share: sites in temporary folders, servers, clients that do not
//! stop asking.

mod client;
mod processes;
mod publish;
mod run;
mod server;
mod site;

use std::time::{Duration, Instant};

pub use client::{Hammer, get, get_with};
pub use processes::{below, children, is_alive, resident_kib};
pub use run::Ran;
pub use server::{Server, signal};
pub use site::Site;

/// The longest a test waits for anything; far beyond what it takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Asks again and again until the answer is yes.
///
/// # Panics
/// When it never is.
#[track_caller]
pub fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < until, "never: {what}");
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// Whether the tests that take minutes run; says so when they do not.
pub fn wants_long_tests() -> bool {
    let wants = std::env::var_os("VELODROME_LONG_TESTS").is_some();
    if !wants {
        println!("the long form is left out: set VELODROME_LONG_TESTS=1 to run it");
    }
    wants
}
