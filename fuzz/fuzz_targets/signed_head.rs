//! Any head is read or refused; of one that is read, the text that is signed has one line for each
//! name and does not depend on the order of the headers; nothing is accepted unsigned.

#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use velodrome_model::signing::{
    ApplicationKeys, ApplicationLookup, CanonicalMessage, SignedHead, SigningKey, Verifier,
};

/// A site on which every application is installed under its own id.
struct Anyone {
    id: String,
    secrets: [SigningKey; 1],
}

impl ApplicationLookup for Anyone {
    type Key = SigningKey;

    fn application(&self, _: &str) -> Option<ApplicationKeys<'_, SigningKey>> {
        Some(ApplicationKeys {
            instance: &self.id,
            secrets: &self.secrets,
        })
    }
}

fuzz_target!(|input: (&str, &str, Vec<(&str, &str)>, &[u8])| {
    let (path, query, headers, body) = input;
    let Ok(head) = SignedHead::read("GET", path, query, headers.iter().copied()) else {
        return;
    };
    let credentials = head.credentials();
    let message = CanonicalMessage {
        method: head.method(),
        path: None,
        parameters: head.parameters(),
        body,
    };
    let bytes = message.to_bytes();
    let names: BTreeSet<_> = head
        .parameters()
        .iter()
        .map(|parameter| parameter.name().to_ascii_lowercase())
        .collect();
    let lines = bytes[..bytes.len() - body.len()]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count();
    // All names but the signature's, and the body's line.
    assert_eq!(lines, names.len() - 1 + usize::from(!body.is_empty()));

    let is_distinct = headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect::<BTreeSet<_>>()
        .len()
        == headers.len();
    if is_distinct {
        let reversed = SignedHead::read("GET", path, query, headers.iter().rev().copied());
        let reversed = reversed.expect("the same head in another order");
        let again = CanonicalMessage {
            parameters: reversed.parameters(),
            ..message
        };
        assert_eq!(again.to_bytes(), bytes);
    }

    let site = Anyone {
        id: credentials.instance.to_owned(),
        secrets: [SigningKey::new("not known to the fuzzer")],
    };
    let verified = Verifier::new("stand-in").verify(&head, body, &site, credentials.timestamp_ms);
    assert!(verified.is_err());
});
