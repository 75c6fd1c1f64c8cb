//! `velodrome test`: tests that pass, and what is said of those that do not.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{PATIENCE, Ran, Site};

/// Runs the tests of a folder of this repository.
fn run_in_repository(folder: &str) -> Ran {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(folder);
    let output = Command::new(env!("CARGO_BIN_EXE_velodrome"))
        .args(["test", "--reporter", "spec"])
        .current_dir(dir)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn the_tests_of_the_test_functions_pass() {
    let ran = run_in_repository("tests/testing").exits(0);
    for line in [
        "  skipped something that is left out\n",
        "  skipped a suite that is left out > does not run\n",
        "  todo something to be written\n",
        "  ok each > $a doubled is $sum",
    ] {
        let line = line.replace("$a doubled is $sum", "3 doubled is 6");
        assert!(ran.stdout.contains(&line), "{line}\n{}", ran.stdout);
    }
}

#[test]
fn the_example_passes_and_a_broken_handler_fails_readably() {
    run_in_repository("examples/tested").exits(0);
    let site = Site::empty();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/tested/backend");
    for entry in std::fs::read_dir(example).unwrap() {
        let entry = entry.unwrap();
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let broken = text.replace(
            "total: totalOf(order.lines),",
            "total: totalOf(order.lines).toFixed(2),",
        );
        site.write(
            &format!("backend/{}", entry.file_name().to_str().unwrap()),
            &broken,
        );
    }
    let ran = site.run(&["test"]).exits(1);
    let wanted = "\
FAILED backend/http-functions.test.js > POST order > keeps the order with its total and its contact

  expect(received).toEqual(expected)

  - expected
  + received

    {
      id: Any<String>,
  -   total: 0.3,
  +   total: \"0.30\",
    }

  backend/http-functions.test.js:32:27
      30 |     const answer = await call(\"POST\", \"/_functions/order\", { body });
      31 |     expect(answer.status).toBe(201);
  >   32 |     expect(answer.json()).toEqual({ id: expect.any(String), total: 0.3 });
         |                           ^

16 tests: 15 passed, 1 failed (4 files, ";
    assert!(ran.stdout.contains(wanted), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 failed"), "{}", ran.stdout);
}

fn site(test: &str) -> Site {
    let site = Site::of(
        "import { ok } from 'wix-http-functions';\n\
         export const get_x = () => { console.log('before it breaks'); return ok({ body: undefined.a }); };\n",
    );
    site.write("backend/a.test.js", test);
    site
}

#[test]
fn what_the_site_logged_stands_below_the_failure() {
    let site = site(
        "import { call, expect, it } from 'velodrome:test';\n\
         it('answers', async () => {\n\
         \x20 const answer = await call('GET', 'x');\n\
         \x20 expect(answer.status).toBe(200);\n\
         });\n",
    );
    let ran = site.run(&["test"]).exits(1);
    for part in [
        "  expected: 200\n  received: 500\n",
        "  backend/a.test.js:4:",
        "  logged:\n",
        "info: before it breaks (get_x)",
        "TypeError",
        "backend/http-functions.js:2:",
    ] {
        assert!(ran.stdout.contains(part), "{part}\n{}", ran.stdout);
    }
}

#[test]
fn tests_that_do_not_end_are_ended_and_the_others_run() {
    let site = site(
        "let loads = 0; loads++;\n\
         it('waits', () => new Promise(() => {}), 100);\n\
         it('spins', () => { for (;;); });\n\
         it('exits', () => { process.exit(0); });\n\
         it('is fine', () => expect(loads).toBe(1));\n",
    );
    site.write("velodrome.toml", "[limits]\ncpu_time_ms_max = 300\n");
    let ran = site.run(&["test"]).exits(1);
    for part in [
        "  FAILED waits",
        "the test did not end within 100 ms",
        "  backend/a.test.js:2:1\n",
        "CPU_LIMIT: ",
        "PROCESS_EXIT: ",
        "  ok is fine",
        "4 tests: 1 passed, 3 failed",
    ] {
        assert!(ran.stdout.contains(part), "{part}\n{}", ran.stdout);
    }
}

#[test]
fn what_keeps_a_file_from_running_is_told() {
    let broken = site("import './missing';\n").run(&["test"]);
    broken
        .exits(1)
        .says("backend/a.test.js:1:8: error[MODULE_NOT_FOUND]");
    let throws = site("\nthrow new TypeError('at load');\n")
        .run(&["test"])
        .exits(1);
    assert!(
        throws.stdout.contains(
            "the file could not be loaded\n  TypeError: at load\n\n  backend/a.test.js:2:"
        ),
        "{}",
        throws.stdout
    );
    let hook = site("beforeAll(() => { throw new Error('no ground'); });\nit('a', () => {});\nit('b', () => {});\n").run(&["test"]).exits(1);
    assert_eq!(
        hook.stdout
            .matches("in beforeAll: Error: no ground")
            .count(),
        2,
        "{}",
        hook.stdout
    );
    let after = site("afterAll(() => { throw new Error('too late'); });\nit('a', () => {});\n")
        .run(&["test"])
        .exits(1);
    assert!(
        after.stdout.contains("in afterAll: Error: too late")
            && after.stdout.contains("1 passed, 1 file could not"),
        "{}",
        after.stdout
    );
    let late = site("it('a', () => { it('b', () => {}); });\n")
        .run(&["test"])
        .exits(1);
    assert!(
        late.stdout
            .contains("it must be called while the file loads"),
        "{}",
        late.stdout
    );
    let site = Site::saying("x");
    site.run(&["test"]).exits(1).says("there are no tests in");
    site.write("backend/a.test.js", "");
    site.run(&["test"])
        .exits(1)
        .says("the files have no tests in them");
}

#[test]
fn a_filter_only_and_the_reporters() {
    let site = site(
        "describe('s', () => { it('one', () => {}); it('two <&>', () => expect(1, 'm').toBe(2)); });\nit.skip('three', () => {});\nit.todo('four');\n",
    );
    site.write(
        "backend/b.test.js",
        "it.only('five', () => {}); it('six', () => { throw 1; });\n",
    );
    let one = site
        .run(&["test", "--filter", "a.test.js > s > one"])
        .exits(0);
    assert!(
        one.stdout.ends_with("1 test: 1 passed (1 file, ")
            || one.stdout.contains("1 test: 1 passed (1 file, "),
        "{}",
        one.stdout
    );
    site.run(&["test", "--filter", "nothing"])
        .exits(1)
        .says("no test has \"nothing\"");
    site.run(&["test", "--reporter", "loud"]).exits(64);
    site.run(&["test", "--filter", "five"]).exits(0);

    let dots = site.run(&["test", "--reporter", "dot"]).exits(1);
    assert!(dots.stdout.starts_with(".F-*.-\n"), "{}", dots.stdout);
    let tap = site.run(&["test", "--reporter", "tap"]).exits(1);
    for line in [
        "TAP version 14\n",
        "ok 1 - s > one\n",
        "not ok 2 - s > two <&>\n  ---\n",
        "ok 3 - three # SKIP\n",
        "not ok 4 - four # TODO\n",
        "\n1..6\n",
    ] {
        assert!(tap.stdout.contains(line), "{line}\n{}", tap.stdout);
    }
    let json = site.run(&["test", "--reporter", "json"]).exits(1);
    let value: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(
        (
            &value["passed"],
            &value["failed"],
            &value["skipped"],
            &value["todo"]
        ),
        (&2.into(), &1.into(), &2.into(), &1.into())
    );
    let failure = &value["files"][0]["tests"][1]["failures"][0];
    assert_eq!(
        (failure["file"].as_str(), failure["line"].as_u64()),
        (Some("backend/a.test.js"), Some(1))
    );

    site.run(&["test", "--junit", "out.xml"]).exits(1);
    let xml = std::fs::read_to_string(site.path("out.xml")).unwrap();
    assert!(xml.contains("<testsuite name=\"backend/a.test.js\" tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"2\""), "{xml}");
    assert!(
        xml.contains("name=\"s &gt; two &lt;&amp;&gt;\"")
            && xml.contains("<failure message=\"m\">"),
        "{xml}"
    );
}

#[test]
fn watching_runs_again_after_a_change() {
    let site = site("it('a', () => expect(1).toBe(2));\n");
    let mut process = Command::new(env!("CARGO_BIN_EXE_velodrome"))
        .args(["test", "--watch"])
        .current_dir(site.dir())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = velodrome_testkit::logs::Logs::collect(process.stderr.take().unwrap());
    let printed = velodrome_testkit::logs::Logs::collect(process.stdout.take().unwrap());
    assert!(
        said.wait_for("waiting for changes", PATIENCE)
            && printed.wait_for("1 test: 1 failed", PATIENCE)
    );
    site.write("backend/a.test.js", "it('a', () => expect(2).toBe(2));\n");
    let passed = printed.wait_for("1 test: 1 passed", PATIENCE);
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(passed, "{:#?}", printed.lines());
}

#[test]
fn tests_are_no_part_of_the_site() {
    let site = site("import { it } from 'velodrome:test'; it('a', () => {});\n");
    site.run(&["check"]).exits(0);
    site.handlers("import { it } from 'velodrome:test';\nexport const get_x = () => it;\n");
    site.run(&["check"])
        .exits(1)
        .says("velodrome:test can be imported by tests only");
}
