//! Plain HTTP: from this machine, through a proxy that is trusted, or where it is allowed.

use super::client::{World, expect_error};

#[test]
fn others_need_https() {
    // The client is on loopback, so it is its own proxy.
    let trusting = "trusted_proxies = [\"127.0.0.0/8\"]\n";
    let statuses = |config: &str| {
        let world = World::plain(config);
        let client = world.client("a");
        let status = |headers: &[(&str, &str)]| {
            let mut request = client.sign("GET", "/v1/collections", b"");
            let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            request.headers.extend(headers.iter().map(own));
            let answer = request.send();
            if answer.status != 200 {
                expect_error(&answer, 403, "HTTPS_REQUIRED");
            }
            answer.status
        };
        [
            status(&[]),
            status(&[("X-Forwarded-For", "203.0.113.5")]),
            status(&[
                ("X-Forwarded-For", "203.0.113.5"),
                ("X-Forwarded-Proto", "https"),
            ]),
            status(&[
                ("X-Forwarded-For", "203.0.113.5"),
                ("X-Forwarded-Proto", "http"),
            ]),
        ]
    };
    assert_eq!(statuses(trusting), [200, 403, 200, 403]);
    // Nobody is trusted: who stands behind a proxy that is not known cannot be said.
    assert_eq!(statuses(""), [200, 403, 403, 403]);
    let allowed = format!("{trusting}[api]\nallow_insecure = true\n");
    assert_eq!(statuses(&allowed), [200, 200, 200, 200]);
}

#[test]
fn the_path_of_the_base_url_may_stand_before_it_and_is_signed() {
    let world = World::plain("base_url = \"https://www.example.com/my\"\n");
    let client = world.client("a");
    for path in ["/v1/collections", "/my/v1/collections"] {
        assert_eq!(client.send("GET", path, "").status, 200);
    }
    expect_error(&client.send("GET", "/my/v1/no", ""), 404, "NOT_FOUND");
    let mut request = client.sign("GET", "/v1/collections", b"");
    request.target = "/my/v1/collections".to_owned();
    expect_error(&request.send(), 403, "CREDENTIALS_NOT_ACCEPTED");
    // What is not under the prefix is nobody's.
    let answer = client.send("GET", "/your/v1/collections", "");
    assert!(answer.status == 404 && !answer.text().contains("errorCode"));
}
