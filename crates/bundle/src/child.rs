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
    match answer(std::io::stdin().lock(), std::io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Standard error may be closed too; the exit code says it all the same.
            let _ = writeln!(std::io::stderr(), "{message}");
            ExitCode::FAILURE
        }
    }
}

fn answer(from: impl Read, to: impl Write) -> Result<(), String> {
    let input = read_input(from)?;
    let output = build_on_deep_stack(input)?;
    write_output(&output, to).map_err(|error| format!("cannot write the build's answer: {error}"))
}

fn read_input(from: impl Read) -> Result<BuildInput, String> {
    let mut text = String::new();
    from.take(limits::INPUT_BYTES_MAX)
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

fn write_output(output: &BuildOutput, to: impl Write) -> std::io::Result<()> {
    let mut to = std::io::BufWriter::with_capacity(1 << 16, to);
    serde_json::to_writer(&mut to, output)?;
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_in_json_even_when_there_is_no_site() {
        let input = BuildInput {
            site_dir: "/nonexistent/site".into(),
            backend_dir: "/nonexistent/site/backend".into(),
            public_dir: None,
            real_modules: Vec::new(),
            package_conditions: std::collections::BTreeMap::new(),
            test_files: Vec::new(),
        };
        let input = serde_json::to_vec(&input).expect("plain data");
        let mut answered = Vec::new();
        answer(input.as_slice(), &mut answered).expect("an answer");
        let output: BuildOutput = serde_json::from_slice(&answered).expect("JSON");
        assert_eq!(output.diagnostics[0].code, "ENTRY_NOT_FOUND");
    }

    #[test]
    fn refuses_what_is_no_description() {
        let refused = answer(&b"{}"[..], Vec::new()).expect_err("no description");
        assert!(refused.starts_with("cannot understand"), "{refused}");
    }

    #[test]
    fn a_panic_is_an_answer() {
        let output = crashed(&"boom");
        assert_eq!(output.diagnostics[0].code, "BUILD_CRASHED");
        assert!(output.has_errors());
    }
}
