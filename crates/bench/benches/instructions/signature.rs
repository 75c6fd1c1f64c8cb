//! A signed request of Wix's old HTTP API: its head is read, its signature verified.

use std::hint::black_box;

use gungraun::prelude::*;
use velodrome_model::signing::{
    ApplicationKeys, ApplicationLookup, CanonicalMessage, Parameters, SignedHead, SigningKey,
    Verifier,
};

const NOW_MS: i64 = 1_412_763_651_036;
const SECRET: &str = "e5f5250a-dbd0-42a1-baf9-c61ea20c401b";
const PATH: &str = "/v1/contacts";
const QUERY: &str = "version=1.0.0&pageSize=50&cursor=-1";
const CREDENTIALS: [(&str, &str); 3] = [
    (
        "x-wix-application-id",
        "e37bd20e-a4a3-4cf8-b392-03269add8b69",
    ),
    ("x-wix-instance-id", "d0f9764d-d255-490c-95da-d16e0efaf423"),
    ("x-wix-timestamp", "2014-10-08T10:20:51.036Z"),
];

struct Site(Vec<SigningKey>);

impl ApplicationLookup for Site {
    type Key = SigningKey;

    fn application(&self, id: &str) -> Option<ApplicationKeys<'_, SigningKey>> {
        (id == CREDENTIALS[0].1).then_some(ApplicationKeys {
            instance: CREDENTIALS[1].1,
            secrets: &self.0,
        })
    }
}

struct Signed {
    site: Site,
    verifier: Verifier,
    signature: String,
    body: Vec<u8>,
}

fn signed(body_bytes: usize) -> Signed {
    use velodrome_model::signing::MacKey;
    let body = vec![b'x'; body_bytes];
    let parameters = Parameters::read(QUERY, CREDENTIALS).expect("plain parameters");
    let message = CanonicalMessage {
        method: "GET",
        path: Some(PATH),
        parameters: &parameters,
        body: &body,
    };
    Signed {
        site: Site(vec![SigningKey::new(SECRET)]),
        verifier: Verifier::new(SECRET),
        signature: SigningKey::new(SECRET).mac(&message).encode(),
        body,
    }
}

#[library_benchmark(setup = signed)]
#[bench::without_body(0)]
#[bench::body_of_10_kb(10_000)]
fn verify(signed: Signed) -> Signed {
    let headers = [("host", "localhost"), ("accept", "*/*")]
        .into_iter()
        .chain(CREDENTIALS)
        .chain([("x-wix-signature", signed.signature.as_str())]);
    let head = SignedHead::read("GET", PATH, black_box(QUERY), headers);
    let head = head.expect("a head with all credentials");
    let verified = signed
        .verifier
        .verify(&head, &signed.body, &signed.site, NOW_MS);
    assert!(verified.is_ok(), "it is signed");
    signed
}

library_benchmark_group!(name = signatures; benchmarks = verify);
