//! `velodrome jobs`, and what `check` and `publish` say of `jobs.config`.

use crate::support::Site;

const JOBS: &str = r#"// what runs when
{ "jobs": [
  { "functionLocation": "/reports.js", "functionName": "sendReport", "description": "Morning report",
    "executionConfig": { "time": "08:00" } },
  { "functionLocation": "reports", "functionName": "fails", "executionConfig": { "cronExpression": "0 0 1 * *" } }
] }"#;

fn site() -> Site {
    let site = Site::of(
        "import { ok } from 'wix-http-functions'; import wixData from 'wix-data';\n\
         export const get_sent = async () => ok({ body: (await wixData.query('sent').find({ suppressAuth: true })).items.length });\n",
    )
    .with_config("[collections.sent.permissions]\ninsert = \"ADMIN\"\n");
    site.write(
        "backend/reports.js",
        "import wixData from 'wix-data';\n\
         export async function sendReport() { await null; await wixData.insert('sent', { text: 'v1' }); console.log('sent v1'); }\n\
         export function fails() { throw new Error('no network'); }\n",
    );
    site.write("backend/jobs.config", JOBS);
    site
}

#[test]
fn jobs_are_listed_run_and_remembered() {
    let site = site();
    let listed = site.run(&["jobs", "list"]).exits(0);
    let lines: Vec<&str> = listed.stdout.lines().collect();
    assert!(
        lines[0].starts_with("reports.js#sendReport  0 8 * * *  next 2"),
        "{listed:?}"
    );
    assert!(
        lines[0].contains("T08:00Z  last -  Morning report"),
        "{listed:?}"
    );
    assert!(
        lines[1].starts_with("reports#fails          0 0 1 * *  next 2"),
        "{listed:?}"
    );

    for name in ["sendReport", "Morning report", "reports.js#sendReport"] {
        site.run(&["jobs", "run", name])
            .exits(0)
            .says("sent v1")
            .says("reports.js#sendReport ended after")
            .prints("");
    }
    site.run(&["call", "GET", "/_functions/sent"])
        .exits(0)
        .prints("3");
    site.run(&["jobs", "run", "fails"])
        .exits(1)
        .says("reports#fails failed after")
        .says("no network");
    site.run(&["jobs", "run", "nobody"])
        .exits(1)
        .says("no job is called \"nobody\"; the jobs are reports.js#sendReport, reports#fails");

    let history = site.run(&["jobs", "history"]).exits(0);
    assert_eq!(
        history
            .stdout
            .matches(" done    reports.js#sendReport ")
            .count(),
        3,
        "{history:?}"
    );
    assert!(
        history
            .stdout
            .lines()
            .last()
            .is_some_and(|line| line.contains(" failed  reports#fails ")
                && line.ends_with("manual working tree no network")),
        "{history:?}"
    );
    let one = site
        .run(&["jobs", "history", "--job", "fails", "--json"])
        .exits(0);
    let runs: serde_json::Value = serde_json::from_str(&one.stdout).unwrap();
    assert_eq!(
        (runs[0]["outcome"].as_str(), runs[1].is_null()),
        (Some("failed"), true),
        "{one:?}"
    );
    let listed = site.run(&["jobs", "list", "--json"]).exits(0);
    let jobs: serde_json::Value = serde_json::from_str(&listed.stdout).unwrap();
    assert_eq!(jobs[0]["last"]["outcome"], "done");
    assert!(
        jobs[0]["nextMs"]
            .as_i64()
            .is_some_and(|ms| ms % 86_400_000 == 8 * 3_600_000),
        "{listed:?}"
    );
}

#[test]
fn published_jobs_are_those_of_the_release() {
    let site = site();
    site.run(&["jobs", "list", "--published", "--data", "../data"])
        .exits(1)
        .says("nothing has been published");
    site.publish();
    site.write("backend/jobs.config", "{ \"jobs\": [] }");
    site.write("backend/reports.js", "export const other = 1;\n");
    site.run(&["jobs", "list", "--data", "../data"])
        .exits(0)
        .says("the site has no jobs")
        .prints("");
    let listed = site
        .run(&["jobs", "list", "--published", "--data", "../data"])
        .exits(0);
    assert_eq!(listed.stdout.lines().count(), 2, "{listed:?}");
    site.run(&[
        "jobs",
        "run",
        "sendReport",
        "--published",
        "--data",
        "../data",
    ])
    .exits(0)
    .says("sent v1");
    let history = site.run(&["jobs", "history", "--data", "../data"]).exits(0);
    assert!(history.stdout.contains("manual release 1"), "{history:?}");
}

#[test]
fn a_mistake_in_the_file_is_told_with_its_place_and_nothing_is_published() {
    let site = site();
    site.write(
        "backend/jobs.config",
        &JOBS
            .replace("\"08:00\"", "\"25:00\"")
            .replace("\"fails\"", "\"fail\""),
    );
    site.run(&["check"])
        .exits(1)
        .says("backend/jobs.config:4:34: error[INVALID_JOB]: time: \"25:00\" is not a time of day in UTC")
        .says("backend/jobs.config:5:52: error[JOB_FUNCTION_NOT_FOUND]: reports exports no function \"fail\"")
        .says("hint: did you mean fails?");
    site.run(&["publish", "--data", "../data"])
        .exits(1)
        .says("nothing was published");
}

#[test]
fn a_server_with_jobs_runs_them_on_a_thread_of_their_own() {
    let site = site();
    site.publish();
    let server = crate::support::Server::serve(&site);
    let book = site.data().join("jobs/book.json");
    // The first look at the clock settles up to when each job's times are past.
    crate::support::eventually("the jobs are in the book", || {
        std::fs::read_to_string(&book)
            .is_ok_and(|text| text.contains("serve:reports.js#sendReport@0 8 * * *"))
    });
    drop(server);
}
