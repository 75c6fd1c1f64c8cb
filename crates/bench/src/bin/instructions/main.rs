//! Compares counted instructions with those that are recorded.
//!
//! `instructions RECORD MEASURED [--write]`, where MEASURED is what the `instructions` benchmarks print
//! with `--output-format=json`. `make instructions` calls it. It ends with 1 when something costs more
//! than is recorded, beyond the tolerance; under another compiler or machine it only tells.

mod compare;
mod measured;
mod record;

use std::process::{Command, ExitCode};

use record::Record;

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("instructions: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether nothing has become dearer.
fn run() -> Result<bool, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (path, measured, write) = match arguments.as_slice() {
        [path, measured] => (path, measured, false),
        [path, measured, flag] if flag == "--write" => (path, measured, true),
        _ => return Err("what is needed: RECORD MEASURED [--write]".into()),
    };
    let now = Record {
        environment: environment()?,
        counts: measured::read(&std::fs::read_to_string(measured)?)?,
    };
    if write {
        std::fs::write(path, now.to_string())?;
        println!("{} counts are recorded in {path}.", now.counts.len());
        return Ok(true);
    }
    let recorded = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let verdict = compare::compare(&Record::parse(&recorded)?, &now);
    print!("{}", verdict.text);
    Ok(verdict.passed)
}

/// What decides about counts beside our code: the compiler, the machine's kind, callgrind.
fn environment() -> Result<String, Failure> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = |program: &str| -> Result<String, Failure> {
        let output = Command::new(program).arg("--version").output();
        let output = output.map_err(|error| format!("{program}: {error}"))?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    };
    Ok(format!(
        "{}, {}, {}",
        version(&rustc)?,
        version("valgrind")?,
        std::env::consts::ARCH
    ))
}
