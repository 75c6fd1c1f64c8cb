//! Every way in which credentials can be wrong before a secret is asked.

use velodrome_model::signing::{CredentialMode, CredentialName, Refusal};

use super::requests::{
    APPLICATION, INSTANCE, Request, SECRET, SIGNED_AT, SIGNED_AT_MS, in_headers, in_query,
    replaced, without,
};

fn refused(request: &Request) -> Refusal {
    request.accepted().expect_err("a request that is refused")
}

#[track_caller]
fn assert_refused(request: &Request, status: u16, code: &str) {
    let refusal = refused(request);
    assert_eq!(
        (refusal.status(), refusal.reason().code()),
        (status, code),
        "{request:?}"
    );
}

#[test]
fn both_modes_are_read() {
    let (headers, query) = (in_headers(), in_query());
    for (request, mode) in [
        (&headers, CredentialMode::Header),
        (&query, CredentialMode::Query),
    ] {
        let head = request.read().unwrap();
        let credentials = head.credentials();
        assert_eq!(credentials.application, APPLICATION);
        assert_eq!(credentials.instance, INSTANCE);
        assert_eq!(credentials.timestamp_text, SIGNED_AT);
        assert_eq!(credentials.timestamp_ms, SIGNED_AT_MS);
        assert_eq!(credentials.mode, mode);
        assert_eq!(request.accepted(), Ok(()));
    }
}

#[test]
fn names_are_read_in_any_letter_case() {
    let mut request = in_headers();
    for (name, _) in &mut request.headers {
        *name = name.to_ascii_uppercase();
    }
    assert_eq!(request.accepted(), Ok(()));
    let mut request = in_query();
    request.query = request
        .query
        .replace("timestamp=", "Timestamp=")
        .replace("signature=", "SIGNATURE=");
    assert_eq!(request.accepted(), Ok(()));
}

#[test]
fn unsigned_requests_are_told_how_to_sign() {
    let request = Request::new("GET", "/v1/contacts", "version=1.0.0").header("accept", "*/*");
    assert_refused(&request, 400, "no_credentials");
    assert!(refused(&request).message().contains("signature"));
}

#[test]
fn each_missing_or_empty_credential_is_named() {
    for name in CredentialName::ALL {
        let header = format!("The header {} is missing.", name.header());
        let query = format!("The parameter {} is missing in the query.", name.query());
        for (whole, message) in [(in_headers(), header), (in_query(), query)] {
            for request in [
                without(&whole, name),
                replaced(&whole, name, ""),
                replaced(&whole, name, " "),
            ] {
                assert_refused(&request, 400, "missing_credential");
                assert_eq!(refused(&request).message(), message);
            }
        }
    }
}

/// A credential as `request` has it.
fn value_of(request: &Request, name: CredentialName) -> String {
    let parameters = request.parameters();
    let found = parameters
        .iter()
        .find(|one| [name.header(), name.query()].contains(&one.name()));
    found
        .expect("a request with all credentials")
        .value()
        .to_owned()
}

#[test]
fn each_credential_may_be_given_once_and_in_one_way() {
    for name in CredentialName::ALL {
        for whole in [in_headers(), in_query()] {
            let is_header_mode = !whole.headers.is_empty();
            let value = value_of(&whole, name);
            let in_header = |request: Request, value: &str| {
                request.header(&name.header().to_uppercase(), value)
            };
            let in_query = |request: Request, value: &str| request.parameter(name.query(), value);
            for add in [&in_header as &dyn Fn(Request, &str) -> Request, &in_query] {
                assert_refused(&add(whole.clone(), &value), 400, "duplicate_credential");
                assert_refused(
                    &add(whole.clone(), "another"),
                    400,
                    "contradictory_credential",
                );
            }
            let rest = without(&whole, name);
            let moved = if is_header_mode {
                in_query(rest, &value)
            } else {
                in_header(rest, &value)
            };
            assert_refused(&moved, 400, "mixed_modes");
        }
    }
}

#[test]
fn the_prefix_belongs_to_headers() {
    let request = in_headers().parameter("X-Wix-Event-Type", "a");
    assert_refused(&request, 400, "prefix_in_query");
}

#[test]
fn what_has_two_readings_is_refused_before_its_signature() {
    for query in ["email=a%0Ab", "email=a%0Db", "email=a%00b", "e%0Amail=ab"] {
        let request =
            Request::new("GET", "/v1/contacts", query).header("x-wix-application-id", APPLICATION);
        assert_refused(&request, 400, "control_character");
    }
    for name in CredentialName::ALL {
        for whole in [in_headers(), in_query()] {
            assert_refused(&replaced(&whole, name, "a\nb"), 400, "control_character");
        }
    }
    let mut request = in_headers();
    request.query.push_str("&name=100%");
    assert_refused(&request, 400, "malformed_query");
    request.query = "a&".repeat(300);
    assert_refused(&request, 400, "too_many_parameters");
}

#[test]
fn malformed_credentials_are_refused_like_wrong_ones() {
    let wrong = refused(&replaced(&in_headers(), CredentialName::Instance, "other"));
    let long = "a".repeat(65);
    for whole in [in_headers(), in_query()] {
        for (name, value, code) in [
            (CredentialName::Application, "a|b", "malformed_id"),
            (CredentialName::Application, "a b", "malformed_id"),
            (CredentialName::Instance, "a/../b", "malformed_id"),
            (CredentialName::Instance, &long, "malformed_id"),
            (
                CredentialName::Timestamp,
                "yesterday",
                "malformed_timestamp",
            ),
            (
                CredentialName::Timestamp,
                "1412763651036",
                "malformed_timestamp",
            ),
            (
                CredentialName::Timestamp,
                "2014-10-08T10:20:51.036",
                "malformed_timestamp",
            ),
            (CredentialName::Signature, "garbage", "malformed_signature"),
            (
                CredentialName::Signature,
                "Dd0v1iMM5pCt-7qgzWvQBcgH6-oueKYdwapPk5vCdo",
                "malformed_signature",
            ),
        ] {
            let request = replaced(&whole, name, value);
            assert_refused(&request, 403, code);
            assert_eq!(refused(&request).message(), wrong.message());
        }
    }
}

#[test]
fn every_spelling_of_a_signature_is_read() {
    for whole in [in_headers(), in_query()] {
        let signature = whole.signature(SECRET).encode();
        let standard = signature.replace('-', "+").replace('_', "/");
        for text in [format!("{signature}="), format!("{standard}="), standard] {
            let request = replaced(&whole, CredentialName::Signature, &text);
            assert_eq!(request.accepted(), Ok(()), "{text}");
        }
    }
}

#[test]
fn a_bare_plus_in_a_signature_is_one() {
    let unsigned = Request::new("GET", "/v1/contacts", "").sent_by_application_in_query();
    // Some page size whose signature has a character that is a plus in the standard alphabet.
    let request = (1..500)
        .map(|size| unsigned.clone().parameter("pageSize", &size.to_string()))
        .find(|request| request.signature(SECRET).encode().contains('-'));
    let mut request = request.unwrap();
    let signature = request.signature(SECRET).encode();
    let standard = signature.replace('-', "+").replace('_', "/");
    request.query.push_str(&format!("&signature={standard}"));
    assert_eq!(request.accepted(), Ok(()));
}

#[test]
fn logs_learn_the_reason_and_no_credential() {
    let stale = replaced(
        &in_headers(),
        CredentialName::Timestamp,
        "2014-10-08T10:00:00Z",
    );
    assert_eq!(refused(&stale).to_string(), "stale: signed 1251036 ms ago");
    for name in CredentialName::ALL {
        let refusal = refused(&replaced(&in_headers(), name, "SECRET?"));
        assert!(!format!("{refusal} {refusal:?} {}", refusal.message()).contains("SECRET?"));
    }
}
