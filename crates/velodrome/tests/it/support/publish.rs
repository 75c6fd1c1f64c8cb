//! Publishing and rolling back from the command line.

use std::ffi::OsString;
use std::process::Output;

use super::{Site, run};

impl Site {
    /// `velodrome publish`; gives the release's number.
    #[track_caller]
    pub fn publish(&self) -> u64 {
        let output = run([
            "publish".into(),
            self.dir().into_os_string(),
            "--data".into(),
            self.data().into_os_string(),
        ]);
        number(&output)
    }

    /// `velodrome rollback`.
    #[track_caller]
    pub fn roll_back_to(&self, release: u64) {
        let output = run::<OsString>([
            "rollback".into(),
            release.to_string().into(),
            "--site".into(),
            self.dir().into_os_string(),
            "--data".into(),
            self.data().into_os_string(),
        ]);
        assert!(output.status.success(), "{output:?}");
    }
}

#[track_caller]
fn number(output: &Output) -> u64 {
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().unwrap()
}
