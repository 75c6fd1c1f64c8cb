//! `velodrome serve`: what was published, and nothing else, runs in production.

use std::net::SocketAddr;

use velodrome_testkit::http::Response;

use crate::support::{
    Hammer, Server, Site, eventually, get, get_with, resident_kib, wants_long_tests,
};

/// The answer of `get_hello` and the release that gave it.
fn hello(server: &Server) -> (String, String) {
    said(&get(server.addr, "/_functions/hello"))
}

fn said(response: &Response) -> (String, String) {
    let release = response.header("x-velodrome-release").unwrap();
    (response.text(), release.to_owned())
}

#[track_caller]
fn wait_for(server: &Server, path: &str, text: &str) {
    eventually(&format!("{path} says {text}"), || {
        get(server.addr, path).text() == text
    });
}

#[track_caller]
fn assert_code(response: &Response, status: u16, code: &str) {
    let found = (response.status, response.header("x-velodrome-error"));
    assert_eq!(found, (status, Some(code)), "{}", response.text());
}

#[test]
fn before_the_first_publication_there_is_nothing() {
    let site = Site::saying("one");
    let server = Server::serve(&site);
    for path in [
        "/_functions/hello",
        "/_functions/other",
        "/_functions-dev/hello",
        "/_functions/hello?siteRevision=1",
    ] {
        assert_code(&get(server.addr, path), 404, "SITE_NOT_PUBLISHED");
    }
    assert_eq!(site.publish(), 1);
    wait_for(&server, "/_functions/hello", "one");
    assert_eq!(hello(&server), ("one".to_owned(), "1".to_owned()));
}

#[test]
fn changes_reach_production_only_by_publishing() {
    let site = Site::saying("one");
    site.publish();
    let server = Server::serve(&site);
    assert_eq!(hello(&server), ("one".to_owned(), "1".to_owned()));

    // The testing endpoint is built when it is first asked, and followed from then on.
    site.says("two");
    let testing = get(server.addr, "/_functions-dev/hello");
    assert_eq!(testing.text(), "two");
    let release = testing.header("x-velodrome-release").unwrap();
    assert!(release.starts_with("dev-"), "{release}");
    site.says("three");
    wait_for(&server, "/_functions-dev/hello", "three");
    assert_eq!(hello(&server), ("one".to_owned(), "1".to_owned()));

    // A working tree that does not build hurts nobody else.
    site.handlers("export const get_hello = (");
    eventually("the testing endpoint says that it does not build", || {
        get(server.addr, "/_functions-dev/hello").status == 500
    });
    let broken = get(server.addr, "/_functions-dev/hello");
    assert_code(&broken, 500, "BUILD_FAILED");
    assert_eq!(hello(&server), ("one".to_owned(), "1".to_owned()));

    site.says("four");
    assert_eq!(site.publish(), 2);
    wait_for(&server, "/_functions/hello", "four");
    assert_eq!(hello(&server), ("four".to_owned(), "2".to_owned()));
    site.roll_back_to(1);
    wait_for(&server, "/_functions/hello", "one");
    assert_eq!(hello(&server), ("one".to_owned(), "1".to_owned()));

    let revision = |number: &str| {
        get(
            server.addr,
            &format!("/_functions/hello?siteRevision={number}"),
        )
    };
    assert_eq!(said(&revision("2")), ("four".to_owned(), "2".to_owned()));
    assert_eq!(said(&revision("1")), ("one".to_owned(), "1".to_owned()));
    for none in ["3", "0", "-1", "x", ""] {
        assert_code(&revision(none), 404, "REVISION_NOT_FOUND");
    }
}

#[test]
fn memory_does_not_grow_with_the_revisions_that_are_asked_for() {
    const REVISIONS: u64 = 24;
    let site = Site::saying("");
    for number in 1..=REVISIONS {
        // About 4 MB in each VM.
        site.handlers(&format!(
            "import {{ ok }} from 'wix-http-functions';
             const kept = Array.from({{ length: 500_000 }}, (_, i) => i + 0.5);
             export const get_hello = () => ok({{ body: `{number} ${{kept.length}}` }});\n"
        ));
        site.publish();
    }
    let server = Server::serve(&site);
    let process = server.site_process();
    let ask = |number: u64| {
        let path = format!("/_functions/hello?siteRevision={number}");
        assert_eq!(get(server.addr, &path).text(), format!("{number} 500000"));
    };
    (1..=6).for_each(ask);
    let before = resident_kib(process);
    (1..=REVISIONS).for_each(ask);
    let after = resident_kib(process);
    println!("{before} KiB, then {after} KiB");
    assert!(after < before + 40 * 1024, "{before} KiB, then {after} KiB");
}

#[test]
fn old_revisions_and_the_working_tree_are_for_callers_on_this_machine() {
    let site = Site::saying("one");
    site.publish();
    site.says("two");
    let server = Server::serve(&site);
    let testing = ["/_functions-dev/hello", "/_functions/hello?siteRevision=1"];
    // A proxy on this machine that nobody told us of speaks for others.
    let forwarded = [("x-forwarded-for", "127.0.0.1")];
    for path in testing {
        assert_eq!(get(server.addr, path).status, 200);
        let refused = get_with(server.addr, path, &forwarded).unwrap();
        assert_code(&refused, 404, "NOT_FOUND");
    }
    let open = get_with(server.addr, "/_functions/hello", &forwarded).unwrap();
    assert_eq!(open.text(), "one");

    site.write("velodrome.toml", "[serve]\ndev_endpoints = \"public\"\n");
    site.publish();
    for path in testing {
        eventually("everybody is answered", || {
            get_with(server.addr, path, &forwarded).unwrap().status == 200
        });
    }
}

#[test]
fn a_site_without_its_folder_serves_what_was_published() {
    let site = Site::saying("one");
    site.publish();
    std::fs::remove_dir_all(site.dir()).unwrap();
    let server = Server::serve(&site);
    assert_eq!(hello(&server).0, "one");
    let testing = get(server.addr, "/_functions-dev/hello");
    assert_code(&testing, 500, "BUILD_FAILED");
    site.says("two");
    wait_for(&server, "/_functions-dev/hello", "two");
}

/// A release that says its own number, and that of its configuration.
fn prepare(site: &Site, number: u64, config: u64) {
    site.handlers(&format!(
        "import {{ ok }} from 'wix-http-functions';
         export const get_hello = () => ok({{ body: `{number} {config} ${{process.env.CONFIG}}` }});\n"
    ));
    site.write("velodrome.toml", &format!("[env]\nCONFIG = \"{config}\"\n"));
}

/// Code, configuration and header come from one release.
fn agrees(response: &Response) -> Result<(), String> {
    let (text, release) = said(response);
    let numbers: Vec<&str> = text.split(' ').collect();
    match numbers[..] {
        [number, config, in_force] if number == release && config == in_force => Ok(()),
        _ => Err(format!("release {release} says {} {text}", response.status)),
    }
}

#[test]
fn the_configuration_belongs_to_the_release() {
    let site = Site::saying("");
    prepare(&site, 1, 1);
    site.publish();
    let server = Server::serve(&site);
    assert_eq!(hello(&server).0, "1 1 1");
    let before = server.site_process();
    site.write("velodrome.toml", "[env]\nCONFIG = \"2\"\n");
    let hammer = Hammer::start(server.addr, "/_functions/hello", agrees);
    for number in 2..6 {
        prepare(&site, number, number);
        assert_eq!(site.publish(), number);
        wait_for(
            &server,
            "/_functions/hello",
            &format!("{number} {number} {number}"),
        );
        hammer.wait_for_answers(30);
    }
    site.roll_back_to(1);
    wait_for(&server, "/_functions/hello", "1 1 1");
    hammer.wait_for_answers(30);
    let tally = hammer.stop();
    assert!(
        tally.refused.is_empty() && tally.failed.is_empty(),
        "{tally:?}"
    );
    assert_ne!(server.site_process(), before);
}

#[test]
fn no_request_fails_while_releases_come_and_go() {
    let (publications, rollbacks) = if wants_long_tests() {
        (100, 50)
    } else {
        (8, 4)
    };
    let site = Site::saying("");
    prepare(&site, 1, 1);
    site.publish();
    let server = Server::serve(&site);
    let hammer = Hammer::start(server.addr, "/_functions/hello", agrees);
    for number in 2..publications + 2 {
        prepare(&site, number, 1);
        assert_eq!(site.publish(), number);
        wait_for(&server, "/_functions/hello", &format!("{number} 1 1"));
        if number % 2 == 0 && number / 2 <= rollbacks {
            site.roll_back_to(number / 2);
            wait_for(&server, "/_functions/hello", &format!("{} 1 1", number / 2));
        }
    }
    let tally = hammer.stop();
    println!("{} answers, {} failed", tally.good, tally.failed.len());
    assert!(
        tally.refused.is_empty() && tally.failed.is_empty(),
        "{tally:?}"
    );
}

/// Where the admin surface listens.
fn admin_of(server: &Server) -> SocketAddr {
    server.wait_for_log("velodrome: admin http://");
    let lines = server.logs.lines();
    let line = lines
        .iter()
        .rev()
        .find_map(|line| line.strip_prefix("velodrome: admin http://"));
    line.unwrap().split('/').next().unwrap().parse().unwrap()
}

#[test]
fn the_operator_is_told_whether_it_lives_and_is_ready() {
    let site = Site::saying("one");
    let server = Server::serve(&site);
    let admin = admin_of(&server);
    assert_eq!(get(admin, "/_velodrome/live").status, 200);
    assert_eq!(get(admin, "/_velodrome/ready").status, 503);
    site.publish();
    eventually("it is ready", || {
        get(admin, "/_velodrome/ready").status == 200
    });
    assert_eq!(get(admin, "/_functions/hello").status, 404);
    assert_eq!(get(server.addr, "/_velodrome/live").status, 404);
}
