//! `velodrome sign`: what is signed of a request, to hold against what another client signs.

use std::io::Write;
use std::process::ExitCode;

use super::prepared::Signed;
use crate::cli::signed::SignArgs;
use crate::commands::site::{Stop, finish};

pub(crate) fn run(args: &SignArgs) -> ExitCode {
    finish(Signed::of(&args.signed).and_then(|signed| show(&signed, args.json)))
}

fn show(signed: &Signed, is_json: bool) -> Result<(), Stop> {
    let mut text = Vec::new();
    if is_json {
        let headers: serde_json::Map<_, _> = signed
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), value.clone().into()))
            .collect();
        let json = serde_json::json!({
            "stringToSign": String::from_utf8_lossy(&signed.message),
            "signature": signed.signature.encode(),
            "url": signed.target.url(),
            "headers": headers,
        });
        text.extend_from_slice(json.to_string().as_bytes());
    } else {
        // The body's bytes as they are: whoever compares must not be shown others.
        text.extend_from_slice(&signed.message);
        text.push(b'\n');
        text.extend_from_slice(signed.signature.encode().as_bytes());
    }
    text.push(b'\n');
    let mut out = std::io::stdout().lock();
    match out.write_all(&text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Stop::failed(error)),
        _ => Ok(()),
    }
}
