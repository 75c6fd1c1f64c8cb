//! Certificates: what is read, who gets which, and how new ones are taken.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::mpsc::unbounded_channel;
use velodrome_site::config::{Config, PairFiles, Surroundings};
use velodrome_site::tls::{CertificateStore, Certificates, Outcome, TlsError, follow};
use velodrome_site::watch::WatchMode;

use crate::watching::run;

/// Writes a new certificate for these names and its key; gives the certificate's bytes.
fn write_pair(dir: &Path, stem: &str, names: &[&str]) -> Vec<u8> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
    let write = |end: &str, text: String| {
        std::fs::write(dir.join(format!("{stem}.{end}")), text).expect("a file");
    };
    write("pem", made.cert.pem());
    write("key", made.signing_key.serialize_pem());
    made.cert.der().to_vec()
}

fn pair(stem: &str) -> PairFiles {
    PairFiles {
        cert: format!("{stem}.pem").into(),
        key: format!("{stem}.key").into(),
    }
}

#[test]
fn a_client_gets_the_certificate_for_the_name_it_asks_for() {
    let dir = tempfile::tempdir().expect("a folder");
    let first = write_pair(dir.path(), "a", &["first.test", "www.first.test"]);
    let second = write_pair(dir.path(), "b", &["*.second.test"]);
    let both = Certificates::load(&[pair("a"), pair("b")], dir.path());
    let store = CertificateStore::new(both.expect("both are whole"));
    for (name, expected) in [
        (None, &first),
        (Some("first.test"), &first),
        (Some("WWW.first.test"), &first),
        (Some("www.second.test"), &second),
        (Some("second.test"), &first),
        (Some("a.b.second.test"), &first),
        (Some("nobody.test"), &first),
        (Some("no name at all"), &first),
    ] {
        assert_eq!(&store.shown(name), expected, "{name:?}");
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_name() {
    let dir = tempfile::tempdir().expect("a folder");
    write_pair(dir.path(), "a", &["a.test"]);
    write_pair(dir.path(), "b", &["b.test"]);
    let write = |name: &str, text: &str| {
        std::fs::write(dir.path().join(name), text).expect("a file");
    };
    write("empty.pem", "");
    write(
        "broken.pem",
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
    );
    write(
        "noise.pem",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    );
    write(
        "sealed.key",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
    );
    for (cert, key, expected) in [
        ("none.pem", "a.key", "none.pem could not be read"),
        ("a.pem", "none.key", "none.key could not be read"),
        ("empty.pem", "a.key", "empty.pem has no certificate in it"),
        ("a.key", "a.key", "a.key has no certificate in it"),
        ("a.pem", "a.pem", "a.pem has no private key in it"),
        ("a.pem", "sealed.key", "sealed.key has no private key in it"),
        ("broken.pem", "a.key", "broken.pem is not PEM"),
        ("noise.pem", "a.key", "noise.pem and "),
        (
            "a.pem",
            "b.key",
            "b.key does not belong to the first certificate in ",
        ),
    ] {
        let pair = PairFiles {
            cert: cert.into(),
            key: key.into(),
        };
        let error = Certificates::load(&[pair], dir.path()).expect_err(expected);
        let said = error.to_string();
        assert!(
            said.starts_with("[tls] ") && said.contains(expected),
            "{said}"
        );
    }
    let none = Certificates::load(&[], dir.path());
    assert!(matches!(none, Err(TlsError::NoneNamed)));
}

#[test]
fn the_configuration_names_pairs() {
    let parse = |text: &str| Config::parse(text, &Surroundings::default());
    let config = parse(
        "[tls]\ncert = \"a.pem\"\nkey = \"a.key\"\n[[tls.certificates]]\ncert = \"b.pem\"\nkey = \"b.key\"\n",
    );
    assert_eq!(config.expect("valid").tls, [pair("a"), pair("b")]);
    let config = parse("[[tls.certificates]]\ncert = \"b.pem\"\nkey = \"b.key\"\n");
    assert_eq!(config.expect("valid").tls, [pair("b")]);
    for (text, expected) in [
        ("[tls]\n", "1:2: tls.cert is missing"),
        ("[tls]\ncert = \"a\"\n", "1:2: tls.key is missing"),
        (
            "[tls]\ncert = \"a\"\nkey = 1\n",
            "3:7: tls.key must be a string",
        ),
        (
            "[tls]\ncert = \"a\"\nkey = \"\"\n",
            "3:7: tls.key: must be the path",
        ),
        (
            "[tls]\ncret = \"a\"\ncert = \"a\"\nkey = \"a\"",
            "did you mean \"cert\"",
        ),
        (
            "[[tls.certificates]]\ncert = \"a\"\n",
            "tls.certificates.key is missing",
        ),
        ("tls = 1", "tls must be a table"),
    ] {
        let mistakes = parse(text).expect_err(expected).to_string();
        assert!(mistakes.contains(expected), "{text}: {mistakes}");
    }
}

#[test]
fn new_files_are_taken_and_broken_ones_are_told_while_the_old_stay() {
    for mode in [WatchMode::Told, WatchMode::Polled] {
        run(async {
            let dir = tempfile::tempdir().expect("a folder");
            write_pair(dir.path(), "a", &["a.test"]);
            let pairs = [pair("a")];
            let load = || Certificates::load(&pairs, dir.path()).expect("whole");
            let store = Arc::new(CertificateStore::new(load()));
            let (tell, mut told) = unbounded_channel();
            let changes = async {
                let new = write_pair(dir.path(), "a", &["a.test"]);
                assert!(matches!(told.recv().await, Some(Outcome::Replaced)));
                assert_eq!(store.shown(Some("a.test")), new);
                std::fs::write(dir.path().join("a.key"), "").expect("a file");
                let kept = told.recv().await;
                assert!(
                    matches!(kept, Some(Outcome::Kept(TlsError::NoKey(_)))),
                    "{kept:?}"
                );
                assert_eq!(store.shown(Some("a.test")), new);
                std::fs::remove_file(dir.path().join("a.pem")).expect("it is there");
                let newer = write_pair(dir.path(), "a", &["a.test"]);
                assert!(matches!(told.recv().await, Some(Outcome::Replaced)));
                assert_eq!(store.shown(None), newer);
            };
            let following = follow(&pairs, dir.path(), mode, Arc::clone(&store), |outcome| {
                let _nobody_waits = tell.send(outcome);
            });
            tokio::select! {
                () = following => unreachable!("it goes on for ever"),
                () = changes => {}
            }
        });
    }
}
