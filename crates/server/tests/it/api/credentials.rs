//! Every route against every bad credential. The routes are those of the router.

use std::collections::BTreeSet;

use velodrome_server::api::{ROUTES, Route};

use super::client::{Client, Signed, World, expect_error, path_of};

/// A way to spoil a request, the status it leads to, and what the log says of it.
type Bad = (&'static str, u16, &'static str, fn(&Cast, &Route) -> Signed);

/// Who calls, well or badly.
struct Cast {
    good: Client,
    other: Client,
    revoked: Client,
}

const BODY: &[u8] = br#"{"a":1}"#;

fn target(route: &Route) -> String {
    let path = path_of(route.template);
    let query = if route.template.ends_with("/bulk") {
        "?operation=insert&version=1.0.0"
    } else {
        "?version=1.0.0"
    };
    format!("{path}{query}")
}

fn good(client: &Client, route: &Route) -> Signed {
    client.sign(route.method, &target(route), BODY)
}

const BAD: &[Bad] = &[
    ("none", 400, "no_credentials", |cast, route| {
        let mut request = good(&cast.good, route);
        request.headers.clear();
        request
    }),
    ("no signature", 400, "missing_credential", |cast, route| {
        good(&cast.good, route).without("x-wix-signature")
    }),
    ("no timestamp", 400, "missing_credential", |cast, route| {
        good(&cast.good, route).without("x-wix-timestamp")
    }),
    ("duplicate", 400, "duplicate_credential", |cast, route| {
        let mut request = good(&cast.good, route);
        let again = request.headers[0].clone();
        request.headers.push(again);
        request
    }),
    (
        "contradictory",
        400,
        "contradictory_credential",
        |cast, route| {
            let mut request = good(&cast.good, route);
            request
                .headers
                .push(("X-Wix-Instance-Id".to_owned(), "else".to_owned()));
            request
        },
    ),
    ("two modes", 400, "mixed_modes", |cast, route| {
        let mut request = good(&cast.good, route).without("x-wix-instance-id");
        let instance = format!("&instance-id={}", cast.good.instance);
        request.target.push_str(&instance);
        request
    }),
    (
        "control character",
        400,
        "control_character",
        |cast, route| {
            let mut request = good(&cast.good, route);
            request.target.push_str("%0A");
            request
        },
    ),
    (
        "malformed time",
        403,
        "malformed_timestamp",
        |cast, route| {
            let mut request = good(&cast.good, route);
            *request.header("x-wix-timestamp") = "now".to_owned();
            request
        },
    ),
    (
        "malformed signature",
        403,
        "malformed_signature",
        |cast, route| {
            let mut request = good(&cast.good, route);
            *request.header("x-wix-signature") = "abc".to_owned();
            request
        },
    ),
    ("malformed id", 403, "malformed_id", |cast, route| {
        let mut request = good(&cast.good, route);
        *request.header("x-wix-application-id") = "a b".to_owned();
        request
    }),
    ("stale", 403, "stale", |cast, route| {
        cast.good
            .sign_at(route.method, &target(route), BODY, -60_001)
    }),
    ("future", 403, "future", |cast, route| {
        cast.good
            .sign_at(route.method, &target(route), BODY, 60_001)
    }),
    ("wrong secret", 403, "wrong_signature", |cast, route| {
        let secret = cast.other.secret.clone();
        good(
            &Client {
                secret,
                ..cast.good.clone()
            },
            route,
        )
    }),
    (
        "unknown application",
        403,
        "unknown_application",
        |cast, route| {
            let application = "00000000-0000-0000-0000-000000000000".to_owned();
            good(
                &Client {
                    application,
                    ..cast.good.clone()
                },
                route,
            )
        },
    ),
    ("revoked", 403, "no_active_secret", |cast, route| {
        good(&cast.revoked, route)
    }),
    ("unknown instance", 403, "wrong_instance", |cast, route| {
        let instance = "11111111-1111-1111-1111-111111111111".to_owned();
        good(
            &Client {
                instance,
                ..cast.good.clone()
            },
            route,
        )
    }),
    (
        "instance of another",
        403,
        "wrong_instance",
        |cast, route| {
            let instance = cast.other.instance.clone();
            good(
                &Client {
                    instance,
                    ..cast.good.clone()
                },
                route,
            )
        },
    ),
    ("other path", 403, "wrong_signature", |cast, route| {
        let target = target(route);
        let mut request = cast.good.sign(route.method, &format!("/x{target}"), BODY);
        request.target = target;
        request
    }),
    ("other query", 403, "wrong_signature", |cast, route| {
        let mut request = good(&cast.good, route);
        request.target = request.target.replace("1.0.0", "1.0.1");
        request
    }),
    ("other body", 403, "wrong_signature", |cast, route| {
        let mut request = good(&cast.good, route);
        request.body = br#"{"a":2}"#.to_vec();
        request
    }),
    ("no body", 403, "wrong_signature", |cast, route| {
        let mut request = good(&cast.good, route);
        request.body.clear();
        request
    }),
    ("other method", 403, "wrong_signature", |cast, route| {
        let mut request = good(&cast.good, route);
        let signed = cast.good.sign("HEAD", &target(route), BODY);
        request.headers = signed.headers;
        request
    }),
    ("other header", 403, "wrong_signature", |cast, route| {
        let mut request = good(&cast.good, route);
        request
            .headers
            .push(("x-wix-more".to_owned(), "1".to_owned()));
        request
    }),
];

#[test]
fn every_route_refuses_every_bad_credential() {
    let config = "[api]\nreplay_cache = true\n[compat]\ndelete_body = \"allow\"\n";
    let world = World::new(config, "return { get_hello: () => ok() };");
    let cast = Cast {
        good: world.client("good"),
        other: world.client("other"),
        revoked: world.client("revoked"),
    };
    world
        .registry
        .revoke("revoked", None, super::client::now_ms())
        .unwrap();
    let mut messages = BTreeSet::new();
    for route in ROUTES {
        let fine = good(&cast.good, route);
        let accepted = fine.send();
        assert!(
            !matches!(accepted.status, 403 | 429 | 500..),
            "{} {}: {}",
            route.method,
            route.template,
            accepted.text()
        );
        for (name, status, reason, spoil) in BAD {
            let answer = spoil(&cast, route).send();
            let code = match status {
                400 => "REQUEST_NOT_SIGNED",
                _ => "CREDENTIALS_NOT_ACCEPTED",
            };
            println!(
                "{:6} {:46} {name:20} {}",
                route.method, route.template, answer.status
            );
            let json = expect_error(&answer, *status, code);
            if *status == 403 {
                messages.insert(json["message"].to_string());
                assert!(!answer.text().contains(reason), "{}", answer.text());
            }
            let id = answer.header("x-velodrome-request-id").unwrap().to_owned();
            let is_said =
                world.server.logs.lines().iter().any(|line| {
                    line.request_id.as_ref() == Some(&id) && line.message.contains(reason)
                });
            assert!(is_said, "{name}: the log does not say {reason}");
        }
        let again = fine.send();
        println!(
            "{:6} {:46} {:20} {}",
            route.method, route.template, "replayed", again.status
        );
        if route.may_write() {
            let json = expect_error(&again, 403, "CREDENTIALS_NOT_ACCEPTED");
            messages.insert(json["message"].to_string());
        } else {
            assert_eq!(again.status, accepted.status);
        }
    }
    assert_eq!(
        messages.len(),
        1,
        "who guesses learns nothing: {messages:?}"
    );
}

#[test]
fn both_modes_are_accepted_and_no_signature_is_logged() {
    let world = World::plain("");
    let client = world.client("a");
    assert_eq!(
        client.sign("GET", "/v1/collections", b"").send().status,
        200
    );
    let request = client.sign_in_query("GET", "/v1/collections?version=1.0.0", b"");
    assert_eq!(request.send().status, 200);
    let signature = request.target.rsplit_once('=').unwrap().1;
    let spoilt = request.target.replace("1.0.0", "1.0.1");
    let refused = Signed {
        target: spoilt,
        ..request.clone()
    };
    assert_eq!(refused.send().status, 403);
    crate::site::server::wait_until("the access lines", || world.server.logs.access().len() == 3);
    let access = world.server.logs.access().join("\n");
    assert!(access.contains("&signature=redacted 200 -"), "{access}");
    assert!(
        access.contains("&signature=redacted 403 CREDENTIALS_NOT_ACCEPTED"),
        "{access}"
    );
    assert!(!access.contains(signature), "{access}");
    let lines = world.server.logs.lines();
    assert!(lines.iter().all(|line| !line.message.contains(signature)));
}

#[test]
fn what_changes_in_the_registry_holds_for_the_next_request() {
    let world = World::plain("");
    let client = world.client("a");
    let status = |client: &Client| client.send("GET", "/v1/collections", "").status;
    assert_eq!(status(&client), 200);
    let now_ms = super::client::now_ms();
    let rotated = world.registry.rotate("a", 60_000, now_ms).unwrap();
    let secret = rotated.secret.reveal().to_owned();
    let renewed = Client {
        secret,
        ..client.clone()
    };
    assert_eq!((status(&client), status(&renewed)), (200, 200));
    world.registry.revoke("a", Some(1), now_ms).unwrap();
    assert_eq!((status(&client), status(&renewed)), (403, 200));
    world.registry.remove("a", now_ms).unwrap();
    assert_eq!(status(&renewed), 403);
}

#[test]
fn the_head_is_judged_before_the_body_is_read() {
    let world = World::plain("");
    let client = world.client("a");
    let body = vec![b' '; 1000];
    let stale = client.sign_at("POST", "/v1/collections/things/items", &body, -61_000);
    let length = body.len().to_string();
    let mut headers = vec![("Host", "site.test"), ("Content-Length", &*length)];
    let own = stale.headers.iter();
    headers.extend(own.map(|(name, value)| (&**name, &**value)));
    let mut connection = world.server.connect();
    let head = velodrome_testkit::http::render("POST", &stale.target, &headers, b"");
    // The body never comes.
    let answer = connection.request("POST", &head).unwrap();
    expect_error(&answer, 403, "CREDENTIALS_NOT_ACCEPTED");
}
