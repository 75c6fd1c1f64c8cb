//! `velodrome dev`: what is saved is in the next answers, however it was saved.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;

use rustix::process::Signal;
use velodrome_testkit::http::Connection;

use crate::support::{
    Hammer, PATIENCE, Server, Site, eventually, get, get_with, is_alive, resident_kib, signal,
};

const HANDLERS: &str = "backend/http-functions.js";

#[track_caller]
fn wait_for(server: &Server, text: &str) {
    eventually(&format!("the site says {text}"), || {
        get(server.addr, "/_functions/hello").text() == text
    });
}

/// Saves in every way we know of and waits each time until the answer follows.
fn every_way_to_save(args: &[&str]) {
    let site = Site::saying("first");
    let server = Server::dev_with(&site, args);
    wait_for(&server, "first");

    site.says("truncated and written");
    wait_for(&server, "truncated and written");

    site.save_by_renaming("renamed over");
    wait_for(&server, "renamed over");

    // As deployment tools do it: the folder is a link to one of several.
    for (name, text) in [("a", "link to a"), ("b", "link to b")] {
        let other = Site::saying(text);
        fs::create_dir(site.path(name)).unwrap();
        let file = site.path(name).join("http-functions.js");
        fs::copy(other.path(HANDLERS), file).unwrap();
    }
    fs::remove_dir_all(site.path("backend")).unwrap();
    for (name, text) in [("a", "link to a"), ("b", "link to b")] {
        symlink(name, site.path("link")).unwrap();
        fs::rename(site.path("link"), site.path("backend")).unwrap();
        wait_for(&server, text);
    }

    // As some editors do it.
    fs::rename(
        site.path("b/http-functions.js"),
        site.path("b/http-functions.js~"),
    )
    .unwrap();
    let beside = Site::saying("moved away and written");
    fs::copy(beside.path(HANDLERS), site.path("b/http-functions.js")).unwrap();
    wait_for(&server, "moved away and written");

    fs::remove_file(site.path("backend")).unwrap();
    eventually("it is said that the folder is gone", || {
        get(server.addr, "/_functions/hello").status == 500
    });
    site.says("recreated");
    wait_for(&server, "recreated");
    fs::remove_dir_all(site.dir()).unwrap();
    site.says("recreated whole");
    wait_for(&server, "recreated whole");
}

#[test]
fn every_way_to_save_a_file_is_noticed() {
    every_way_to_save(&[]);
}

#[test]
fn every_way_to_save_a_file_is_noticed_by_polling() {
    every_way_to_save(&["--poll"]);
}

#[test]
fn a_folder_that_is_gone_when_its_process_starts_may_come_back() {
    let site = Site::saying("before");
    let server = Server::dev(&site);
    fs::remove_dir_all(site.dir()).unwrap();
    let before = server.site_process();
    eventually("it ends", || {
        signal(before, Signal::KILL);
        !is_alive(before)
    });
    eventually("the next one says that the folder is gone", || {
        get_with(server.addr, "/_functions/hello", &[]).is_ok_and(|answer| answer.status == 500)
    });
    site.says("after");
    wait_for(&server, "after");
}

#[test]
fn a_thousand_files_at_once_are_one_change_in_the_end() {
    const FILES: usize = 1000;
    let site = Site::of("");
    let write_all = |value: usize| {
        for file in 0..FILES {
            site.write(
                &format!("backend/parts/part{file}.js"),
                &format!("export const value = {value};\n"),
            );
        }
    };
    write_all(1);
    let mut handlers = String::from("import { ok } from 'wix-http-functions';\nlet sum = 0;\n");
    for file in 0..FILES {
        writeln!(
            handlers,
            "import {{ value as v{file} }} from 'backend/parts/part{file}';\nsum += v{file};"
        )
        .unwrap();
    }
    handlers += "export const get_hello = () => ok({ body: String(sum) });\n";
    site.handlers(&handlers);
    let server = Server::dev(&site);
    wait_for(&server, "1000");
    write_all(2);
    wait_for(&server, "2000");
}

#[test]
fn a_syntax_error_is_shown_answered_and_forgotten_when_it_is_fixed() {
    let site = Site::saying("before");
    let server = Server::dev(&site);
    wait_for(&server, "before");
    site.handlers(
        "import { ok } from 'wix-http-functions';\nexport const get_hello = () => ok({;\n",
    );
    eventually("it is answered", || {
        get(server.addr, "/_functions/hello").status == 500
    });
    let answer = get(server.addr, "/_functions/hello");
    assert_eq!(answer.header("x-velodrome-error"), Some("BUILD_FAILED"));
    let text = answer.text();
    assert!(text.contains("backend/http-functions.js:2:36"), "{text}");
    server.wait_for_log("backend/http-functions.js:2:36: error[SYNTAX_ERROR]:");
    site.says("after");
    wait_for(&server, "after");
}

#[test]
fn a_request_that_runs_finishes_on_the_code_it_began_with() {
    let handlers = |text: &str| {
        format!(
            "import {{ ok }} from 'wix-http-functions';
             let release;
             const released = new Promise((resolve) => {{ release = resolve; }});
             export const get_hello = () => ok({{ body: '{text}' }});
             export async function get_wait() {{ console.log('{text} waits'); await released; return ok({{ body: '{text}' }}); }}
             setTimeout(release, 1500);\n"
        )
    };
    let site = Site::of(&handlers("old"));
    let server = Server::dev(&site);
    let mut waiting = Connection::open(server.addr, PATIENCE).unwrap();
    waiting
        .send(b"GET /_functions/wait HTTP/1.1\r\nhost: a\r\n\r\n")
        .unwrap();
    server.wait_for_log("old waits");
    site.handlers(&handlers("new"));
    wait_for(&server, "new");
    assert_eq!(waiting.read_response(false).unwrap().text(), "old");
}

#[test]
fn no_request_fails_while_files_are_saved() {
    let site = Site::saying("0");
    let server = Server::dev(&site);
    let hammer = Hammer::start(server.addr, "/_functions/hello", |answer| {
        let is_number = answer.text().parse::<u32>().is_ok();
        let wrong = format!("{} {}", answer.status, answer.text());
        if is_number { Ok(()) } else { Err(wrong) }
    });
    for number in 1..20 {
        site.save_by_renaming(&number.to_string());
        wait_for(&server, &number.to_string());
    }
    let tally = hammer.stop();
    assert!(
        tally.refused.is_empty() && tally.failed.is_empty(),
        "{tally:?}"
    );
}

const SHOWS_CONFIG: &str = "
import { ok } from 'wix-http-functions';
const hour = new Date(0).getHours();
export const get_hello = () => ok({ body: `${process.env.STAGE} ${hour}` });
";

#[test]
fn a_change_of_the_configuration_is_taken_and_one_with_mistakes_is_not() {
    let site = Site::of(SHOWS_CONFIG).with_config("[env]\nSTAGE = \"one\"\n");
    let server = Server::dev(&site);
    wait_for(&server, "one 0");
    site.write(
        "velodrome.toml",
        "timezone = \"Asia/Tokyo\"\n[env]\nSTAGE = \"two\"\n",
    );
    wait_for(&server, "two 9");

    site.write(
        "velodrome.toml",
        "[env]\nSTAGE = 3\n[limits]\nnonsense = 1\n",
    );
    server.wait_for_log("The configuration before it stays in force.");
    let said = server.logs.lines().join("\n");
    assert!(said.contains("velodrome.toml:2"), "{said}");
    assert!(said.contains("velodrome.toml:4"), "{said}");
    wait_for(&server, "two 9");

    site.write("velodrome.toml", "[env]\nSTAGE = \"four\"\n");
    wait_for(&server, "four 0");
    fs::remove_file(site.path("velodrome.toml")).unwrap();
    wait_for(&server, "undefined 0");
}

#[test]
fn a_request_that_runs_outlives_a_change_of_the_configuration() {
    let handlers = "
import { ok } from 'wix-http-functions';
export const get_hello = () => ok({ body: process.env.STAGE });
export async function get_slow() {
  console.log('slow begins');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return ok({ body: process.env.STAGE });
}";
    // Nobody waits for the process that is replaced, so this is not its time.
    let config = |stage| format!("[limits]\ndrain_time_ms_max = 0\n[env]\nSTAGE = \"{stage}\"\n");
    let site = Site::of(handlers).with_config(&config("old"));
    let server = Server::dev(&site);
    let mut slow = Connection::open(server.addr, PATIENCE).unwrap();
    slow.send(b"GET /_functions/slow HTTP/1.1\r\nhost: a\r\n\r\n")
        .unwrap();
    server.wait_for_log("slow begins");
    site.write("velodrome.toml", &config("new"));
    wait_for(&server, "new");
    assert_eq!(slow.read_response(false).unwrap().text(), "old");
}

/// Resident memory grows by less than this, whatever the number of reloads.
const GROWTH_KIB_MAX: u64 = 30 * 1024;

#[test]
fn memory_does_not_grow_with_the_number_of_reloads() {
    let Some(reloads) = std::env::var("VELODROME_RELOADS").ok() else {
        println!("left out, it takes minutes: set VELODROME_RELOADS=10000 to run it");
        return;
    };
    let reloads: u64 = reloads.parse().unwrap();
    let site = Site::saying("start");
    let server = Server::dev(&site);
    let process = server.site_process();
    let reload = |number: u64| {
        site.handlers(&format!(
            "import {{ ok }} from 'wix-http-functions';
             const kept = Array.from({{ length: 2000 }}, (_, i) => ({{ i, text: 'x' + i }}));
             export const get_hello = () => ok({{ body: '{number}' + (kept.length - 2000 || '') }});\n"
        ));
        wait_for(&server, &number.to_string());
    };
    // Memory that allocators and the engine keep for good is there after these.
    (0..200).for_each(reload);
    let before = resident_kib(process);
    (200..200 + reloads).for_each(reload);
    let after = resident_kib(process);
    println!("{reloads} reloads: {before} KiB before, {after} KiB after");
    assert_eq!(
        server.site_process(),
        process,
        "it is still the same process"
    );
    assert!(
        after < before + GROWTH_KIB_MAX,
        "{before} KiB, then {after} KiB"
    );
}
