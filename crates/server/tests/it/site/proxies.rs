//! Who calls, under which address: what is believed, and from whom.

use velodrome_site::lanes::Lane;
use velodrome_testkit::http::{Response, render};

use super::server::{Server, expect};

const SITE: &str = r#"return {
    get_who({ ip, url, baseUrl }) { return ok({ body: `${ip} ${url} ${baseUrl}` }); },
};"#;

/// The client of a test is on loopback, so loopback stands for the nearest proxy.
const TRUSTING: &str = "trusted_proxies = [\"127.0.0.0/8\", \"10.0.0.0/8\", \"2001:db8::/32\"]\n";

fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut all = vec![("Host", "site.test:81")];
    all.extend_from_slice(headers);
    let request = render("GET", path, &all, b"");
    server.connect().request("GET", &request).unwrap()
}

fn who(server: &Server, headers: &[(&str, &str)]) -> String {
    get(server, "/_functions/who", headers).text()
}

fn ip(server: &Server, lines: &[&str]) -> String {
    let headers: Vec<_> = lines
        .iter()
        .map(|line| ("X-Forwarded-For", *line))
        .collect();
    who(server, &headers).split(' ').next().unwrap().to_owned()
}

#[test]
fn nobody_is_believed_unless_configured() {
    let server = Server::dev("", SITE);
    let forged = [
        ("X-Forwarded-For", "1.2.3.4"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-Host", "evil.test"),
    ];
    let truth = "127.0.0.1 http://site.test:81/_functions/who http://site.test:81/_functions";
    assert_eq!(who(&server, &[]), truth);
    assert_eq!(who(&server, &forged), truth);
    let elsewhere = Server::dev("trusted_proxies = [\"10.0.0.0/8\"]\n", SITE);
    assert_eq!(who(&elsewhere, &forged), truth);
}

#[test]
fn the_client_is_the_last_that_is_no_trusted_proxy() {
    let server = Server::dev(TRUSTING, SITE);
    for (lines, expected) in [
        (&["5.6.7.8"][..], "5.6.7.8"),
        (&["1.2.3.4, 5.6.7.8"], "5.6.7.8"),
        (&["1.2.3.4, 5.6.7.8, 10.0.0.1,127.0.0.1"], "5.6.7.8"),
        (&["1.2.3.4", "5.6.7.8, 10.0.0.1"], "5.6.7.8"),
        (&["5.6.7.8", "10.0.0.1"], "5.6.7.8"),
        (&["10.0.0.2, 10.0.0.1"], "10.0.0.2"),
        (&["5.6.7.8:1234"], "5.6.7.8"),
        (&["[2001:db9::1]:443, 2001:db8::5"], "2001:db9::1"),
        (&["[2001:db9::1]"], "2001:db9::1"),
        (&["::ffff:5.6.7.8, ::ffff:10.0.0.1"], "5.6.7.8"),
        (&["garbage, 5.6.7.8"], "5.6.7.8"),
        (&["1.2.3.4, garbage, 10.0.0.1"], "10.0.0.1"),
        (&["garbage"], "127.0.0.1"),
        (&["5.6.7.8,"], "127.0.0.1"),
        (&[""], "127.0.0.1"),
        (&[], "127.0.0.1"),
    ] {
        assert_eq!(ip(&server, lines), expected, "{lines:?}");
    }
    let many = format!("5.6.7.8{}", ", 10.0.0.1".repeat(100));
    assert_eq!(
        ip(&server, &[&many]),
        "10.0.0.1",
        "a chain is read to a bound"
    );
}

#[test]
fn scheme_and_host_come_from_the_nearest_proxy() {
    let server = Server::dev(TRUSTING, SITE);
    let url =
        |headers: &[(&str, &str)]| who(&server, headers).split(' ').nth(1).unwrap().to_owned();
    let proto = |value| url(&[("X-Forwarded-Proto", value)]);
    assert_eq!(proto("https"), "https://site.test:81/_functions/who");
    assert_eq!(proto("http, HTTPS"), "https://site.test:81/_functions/who");
    assert_eq!(proto("https, http"), "http://site.test:81/_functions/who");
    assert_eq!(proto("javascript"), "http://site.test:81/_functions/who");
    let host = |value| url(&[("X-Forwarded-Host", value)]);
    assert_eq!(
        host("www.example.com"),
        "http://www.example.com/_functions/who"
    );
    assert_eq!(
        host("evil.test, www.example.com:8443"),
        "http://www.example.com:8443/_functions/who"
    );
    for garbage in ["", "a/b", "user@host", "a b", "www.example.com,"] {
        assert_eq!(
            host(garbage),
            "http://site.test:81/_functions/who",
            "{garbage:?}"
        );
    }
    let twice = [
        ("X-Forwarded-Host", "evil.test"),
        ("X-Forwarded-Host", "www.example.com"),
    ];
    assert_eq!(url(&twice), "http://www.example.com/_functions/who");
}

#[test]
fn the_configured_address_wins_over_all() {
    let config = |url: &str| format!("base_url = \"{url}\"\n{TRUSTING}");
    let forwarded = [
        ("X-Forwarded-Proto", "http"),
        ("X-Forwarded-Host", "evil.test"),
    ];
    let premium = Server::dev(&config("https://www.example.com"), SITE);
    assert_eq!(
        who(&premium, &forwarded),
        "127.0.0.1 https://www.example.com/_functions/who https://www.example.com/_functions"
    );
    let free = Server::dev(&config("https://user.example.com/mysite"), SITE);
    let expected = "127.0.0.1 https://user.example.com/mysite/_functions/who https://user.example.com/mysite/_functions";
    for path in ["/mysite/_functions/who", "/_functions/who"] {
        assert_eq!(get(&free, path, &forwarded).text(), expected, "{path}");
    }
    for path in [
        "/other/_functions/who",
        "/mysitex/_functions/who",
        "/mysite",
    ] {
        expect(&get(&free, path, &[]), 404, "NOT_FOUND");
    }
    expect(
        &get(&premium, "/mysite/_functions/who", &[]),
        404,
        "NOT_FOUND",
    );
}

#[test]
fn the_testing_endpoint_is_for_callers_on_this_machine() {
    let test = |config: &str, headers: &[(&str, &str)]| {
        let server = Server::serve(config, SITE);
        server.switch(Lane::Development, 0, SITE);
        let development = get(&server, "/_functions-dev/who", headers).status;
        let revision = get(&server, "/_functions/who?siteRevision=7", headers);
        let is_open = revision.header("x-velodrome-error") == Some("REVISION_NOT_FOUND");
        assert_eq!(
            development == 200,
            is_open,
            "both follow one rule: {}",
            revision.text()
        );
        development
    };
    let local = [("X-Forwarded-For", "127.0.0.1")];
    let remote = [("X-Forwarded-For", "5.6.7.8")];
    let forged = [("X-Forwarded-For", "127.0.0.1, 5.6.7.8")];
    let broken = [("X-Forwarded-For", "garbage")];
    let half_broken = [("X-Forwarded-For", "garbage, 127.0.0.1")];
    let other = [("Forwarded", "for=5.6.7.8")];
    assert_eq!(test("", &[]), 200);
    for through_a_proxy in [&local, &remote, &broken, &other] {
        assert_eq!(test("", through_a_proxy), 404, "{through_a_proxy:?}");
    }
    assert_eq!(test(TRUSTING, &[]), 200);
    assert_eq!(test(TRUSTING, &local), 200);
    for not_local in [&remote, &forged, &broken, &half_broken, &other] {
        assert_eq!(test(TRUSTING, not_local), 404, "{not_local:?}");
    }
    assert_eq!(test("[serve]\ndev_endpoints = \"public\"\n", &remote), 200);
}
