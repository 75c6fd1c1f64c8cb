//! The child process's whole life: one build in on standard input, one answer out.
//!
//! Sources decide how deep a parser recurses, so the work runs on a thread with a large stack;
//! what overflows even that ends this process and nothing else.

use std::io::{Read, Write};
use std::process::ExitCode;

use velodrome_model::build::{BuildInput, BuildOutput, Diagnostic, Severity};

use crate::limits;

/// Reads one [`BuildInput`] as JSON from standard input, writes one [`BuildOutput`] as JSON to
/// standard output. Fails only when it could not do that; a site that does not build is an answer.
pub fn child_main() -> ExitCode {
    let input = match read_input() {
        Ok(input) => input,
        Err(message) => return fail(&message),
    };
    let output = match build_on_deep_stack(input) {
        Ok(output) => output,
        Err(message) => return fail(&message),
    };
    match write_output(&output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("cannot write the build's answer: {error}")),
    }
}

fn read_input() -> Result<BuildInput, String> {
    let mut text = String::new();
    std::io::stdin()
        .lock()
        .take(limits::INPUT_BYTES_MAX)
        .read_to_string(&mut text)
        .map_err(|error| format!("cannot read the build's description: {error}"))?;
    serde_json::from_str(&text)
        .map_err(|error| format!("cannot understand the build's description: {error}"))
}

fn build_on_deep_stack(input: BuildInput) -> Result<BuildOutput, String> {
    let worker = std::thread::Builder::new()
        .name("bundle".into())
        .stack_size(limits::STACK_BYTES)
        .spawn(move || crate::build(&input))
        .map_err(|error| format!("cannot start a thread: {error}"))?;
    Ok(worker.join().unwrap_or_else(|panic| crashed(&*panic)))
}

fn crashed(panic: &(dyn std::any::Any + Send)) -> BuildOutput {
    let reason = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("unknown reason");
    BuildOutput {
        diagnostics: vec![Diagnostic {
            severity: Severity::Error,
            code: "BUILD_CRASHED".into(),
            message: format!("the bundler failed on this site: {reason}"),
            file: None,
            line: 0,
            column: 0,
            hint: Some(
                "this is a defect of the bundler; the file saved last is the likely trigger".into(),
            ),
            frame: None,
        }],
        ..BuildOutput::default()
    }
}

fn write_output(output: &BuildOutput) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    serde_json::to_writer(&mut out, output)?;
    out.flush()
}

fn fail(message: &str) -> ExitCode {
    // Standard error may be closed too; the exit code says it all the same.
    let _ = writeln!(std::io::stderr(), "{message}");
    ExitCode::FAILURE
}
