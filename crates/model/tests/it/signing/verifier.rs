//! Secrets, instances, time, the second reading of a plus, and what a refusal costs.

use std::cell::Cell;

use velodrome_model::signing::{
    ACTIVE_SECRETS_MAX, ApplicationKeys, ApplicationLookup, CredentialName, PlusReading,
    RefusalReason, SigningKey, Verifier,
};

use super::requests::{
    APPLICATION, CountingKey, INSTANCE, Request, SECRET, SIGNED_AT_MS, Site, Work, in_headers,
    in_query, replaced,
};

fn verifier() -> Verifier {
    Verifier::new("stand-in")
}

fn reason(request: &Request, site: &Site) -> RefusalReason {
    let refusal = request
        .accepted_by(site)
        .expect_err("a request that is refused");
    refusal.reason().clone()
}

#[test]
fn every_active_secret_is_tried_and_the_match_reported() {
    let secrets = ["new", "old", "older"];
    let site = Site::with_secrets(&secrets);
    for (index, secret) in secrets.iter().enumerate() {
        let request = Request::new("GET", "/v1/contacts", "")
            .sent_by_application_in_query()
            .signed_in_query(secret);
        let seen = request.verified_by(&site, &verifier(), |verified| {
            assert_eq!(
                (verified.application, verified.instance),
                (APPLICATION, INSTANCE)
            );
            verified.secret_index
        });
        assert_eq!(seen, Ok(index));
    }
    let revoked = in_headers();
    assert_eq!(reason(&revoked, &site), RefusalReason::WrongSignature);
    assert_eq!(
        reason(&revoked, &Site::with_secrets(&[])),
        RefusalReason::NoActiveSecret
    );
}

#[test]
fn more_secrets_than_are_tried_do_not_count() {
    let mut secrets = vec!["other"; ACTIVE_SECRETS_MAX];
    secrets.push(SECRET);
    let site = Site::with_secrets(&secrets);
    assert_eq!(reason(&in_headers(), &site), RefusalReason::WrongSignature);
}

#[test]
fn the_stand_in_opens_nothing() {
    let signed_by_stand_in = |application: &str| {
        Request::new("GET", "/v1/contacts", "")
            .sent_by(application, INSTANCE, super::requests::SIGNED_AT)
            .signed("stand-in")
    };
    for (application, expected) in [
        ("unknown", RefusalReason::UnknownApplication),
        (APPLICATION, RefusalReason::WrongSignature),
    ] {
        let request = signed_by_stand_in(application);
        let refusal = request.verified_by(&Site::default(), &verifier(), |_| ());
        assert_eq!(refusal.unwrap_err().reason(), &expected);
    }
}

#[test]
fn an_application_is_bound_to_its_instance() {
    let other = Request::new("GET", "/v1/contacts", "")
        .sent_by(
            APPLICATION,
            "13929ab6-4b6e-fd49-fb52-17c9c7e55794",
            super::requests::SIGNED_AT,
        )
        .signed(SECRET);
    assert_eq!(
        reason(&other, &Site::default()),
        RefusalReason::WrongInstance
    );
}

#[test]
fn the_window_has_two_sides_and_both_ends_are_inside() {
    let request = in_headers();
    let head = request.read().unwrap();
    let at = |now_ms| {
        let verified = verifier().verify(&head, &request.body, &Site::default(), now_ms);
        verified
            .map(drop)
            .map_err(|refusal| refusal.reason().clone())
    };
    assert_eq!(at(SIGNED_AT_MS + 60_000), Ok(()));
    assert_eq!(at(SIGNED_AT_MS - 60_000), Ok(()));
    assert_eq!(
        at(SIGNED_AT_MS + 60_001),
        Err(RefusalReason::Stale { age_ms: 60_001 })
    );
    assert_eq!(
        at(SIGNED_AT_MS - 60_001),
        Err(RefusalReason::Future { ahead_ms: 60_001 })
    );
    assert!(at(i64::MAX).is_err() && at(i64::MIN).is_err());

    let mut wider = verifier();
    wider.window_ms = 300_000;
    let late = wider.verify(
        &head,
        &request.body,
        &Site::default(),
        SIGNED_AT_MS + 300_000,
    );
    assert!(late.is_ok());
}

#[test]
fn a_plus_that_was_signed_and_sent_bare_is_understood() {
    let signed = Request::new(
        "GET",
        "/v1/contacts",
        "phone=%2B1&since=2014-10-01T14:43:48.560%2B03:00",
    )
    .parameter("application-id", APPLICATION)
    .parameter("instance-id", INSTANCE)
    .parameter("timestamp", "2014-10-08T13:20:51.036+03:00")
    .signed_in_query(SECRET);
    let plus = |request: &Request, verifier: &Verifier| {
        request.verified_by(&Site::default(), verifier, |verified| {
            let phone = verified.parameters.iter().find(|one| one.name() == "phone");
            assert_eq!(
                phone.unwrap().value(),
                "+1",
                "what was signed is what is acted on"
            );
            verified.plus
        })
    };
    assert_eq!(plus(&signed, &verifier()), Ok(PlusReading::Space));

    let mut bare = signed.clone();
    bare.query = bare.query.replace("%2B", "+");
    assert_eq!(plus(&bare, &verifier()), Ok(PlusReading::Literal));

    let mut strict = verifier();
    strict.retries_literal_plus = false;
    assert_eq!(plus(&signed, &strict), Ok(PlusReading::Space));
    let refusal = plus(&bare, &strict).unwrap_err();
    assert_eq!(refusal.reason(), &RefusalReason::WrongSignature);
}

/// A site of counting keys: applications with no, one and all secrets.
struct CountingSite<'w> {
    secrets: Vec<CountingKey<'w>>,
}

impl<'w> ApplicationLookup for CountingSite<'w> {
    type Key = CountingKey<'w>;

    fn application(&self, id: &str) -> Option<ApplicationKeys<'_, CountingKey<'w>>> {
        let count = match id {
            "revoked" => 0,
            APPLICATION => 1,
            "rotating" => 2,
            "full" => ACTIVE_SECRETS_MAX,
            _ => return None,
        };
        Some(ApplicationKeys {
            instance: INSTANCE,
            secrets: &self.secrets[..count],
        })
    }
}

fn work_of(request: &Request) -> (Work, bool) {
    let work = Cell::default();
    let key = |secret| CountingKey {
        key: SigningKey::new(secret),
        work: &work,
    };
    let secrets = (0..ACTIVE_SECRETS_MAX).map(|_| key(SECRET)).collect();
    let head = request.read().expect("a head with all credentials");
    let verifier = Verifier::with_stand_in(key("stand-in"));
    let verified = verifier.verify(
        &head,
        &request.body,
        &CountingSite { secrets },
        SIGNED_AT_MS,
    );
    let is_verified = verified.is_ok();
    (work.get(), is_verified)
}

#[test]
fn every_refusal_costs_the_same() {
    // Ids of one length, so that the messages are, too.
    let unknown = "f37bd20e-a4a3-4cf8-b392-03269add8b69";
    let wrong = in_headers().parameter("fields", "ID").clone();
    let message_bytes = wrong.canonical().len();
    let expected = Work {
        macs: ACTIVE_SECRETS_MAX,
        bytes: ACTIVE_SECRETS_MAX * message_bytes,
    };
    assert_eq!(work_of(&wrong), (expected, false));
    let unknown_application = replaced(&wrong, CredentialName::Application, unknown);
    assert_eq!(work_of(&unknown_application), (expected, false));
    let unknown_instance = replaced(&wrong, CredentialName::Instance, unknown);
    assert_eq!(work_of(&unknown_instance), (expected, false));

    for application in ["revoked", "rotating", "full", "nobody"] {
        let request = replaced(&wrong, CredentialName::Application, application);
        let bytes = ACTIVE_SECRETS_MAX * request.canonical().len();
        assert_eq!(
            work_of(&request),
            (Work { bytes, ..expected }, false),
            "{application}"
        );
    }
}

#[test]
fn a_second_reading_costs_everybody_the_same() {
    let wrong = Request {
        query: format!("{}&name=a+b", in_query().query),
        ..in_query()
    };
    let unknown = replaced(
        &wrong,
        CredentialName::Application,
        "f37bd20e-a4a3-4cf8-b392-03269add8b69",
    );
    let (work, is_verified) = work_of(&wrong);
    assert_eq!((work.macs, is_verified), (2 * ACTIVE_SECRETS_MAX, false));
    assert_eq!(work_of(&unknown), (work, false));
}

#[test]
fn what_is_accepted_costs_one_signature() {
    let (work, is_verified) = work_of(&in_headers());
    assert!(is_verified);
    assert_eq!(
        work,
        Work {
            macs: 1,
            bytes: in_headers().canonical().len()
        }
    );
}
