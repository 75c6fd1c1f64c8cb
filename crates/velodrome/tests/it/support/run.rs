//! A command, run to its end.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use super::Site;

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Site {
    /// Runs `velodrome` in the site's folder.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_fed(args, "")
    }

    /// The same, with this on standard input.
    pub fn run_fed(&self, args: &[&str], input: &str) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_velodrome"))
            .args(args)
            .current_dir(self.dir())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .env_remove("NO_COLOR")
            .spawn()
            .unwrap();
        // A command that reads nothing may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().unwrap();
        Ran {
            code: status.code(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }
}

impl Ran {
    /// Asserts the exit code, showing everything when it is another.
    #[track_caller]
    pub fn exits(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// Asserts that this was said on stderr.
    #[track_caller]
    pub fn says(self, text: &str) -> Ran {
        assert!(
            self.stderr.contains(text),
            "{text:?} is not in\n{}",
            self.stderr
        );
        self
    }

    /// Asserts what was printed on stdout.
    #[track_caller]
    pub fn prints(self, text: &str) -> Ran {
        assert_eq!(self.stdout, text, "{}", self.stderr);
        self
    }
}
