//! `jobs.config` and the files it names; parts that are loaded when they are asked for.

use crate::run::ask;
use crate::site::{Site, only_finding, place};

const HANDLER: (&str, &str) = (
    "backend/http-functions.js",
    "export const get_a = () => 'a';",
);
const REPORTS: (&str, &str) = (
    "backend/dir/reports.js",
    "import { count } from 'backend/shared'; globalThis.loadedReports = count();
     export async function send() { return count(); }",
);
const SHARED: (&str, &str) = (
    "backend/shared.js",
    "let n = 0; export const count = () => ++n;",
);

fn config(location: &str, function: &str) -> String {
    format!(
        r#"// what runs when
{{ "jobs": [ /* one */ {{ "functionLocation": "{location}", "functionName": "{function}",
   "executionConfig": {{ "time": "08:30", "dayOfWeek": "Monday" }} }} ] }}"#
    )
}

fn site(text: &str) -> Site {
    Site::new(&[HANDLER, REPORTS, SHARED, ("backend/jobs.config", text)])
}

#[test]
fn a_job_is_a_part_that_runs_when_it_is_asked_for() {
    for location in [
        "/dir/reports.js",
        "dir/reports.js",
        "/dir/reports",
        "backend/dir/reports",
    ] {
        let site = site(&config(location, "send"));
        let part = format!(
            "job:{}",
            location
                .trim_start_matches('/')
                .trim_start_matches("backend/")
        );
        let question = format!(
            "const before = globalThis.loadedReports; const job = await parts[{part:?}]();
             return [before, globalThis.loadedReports, await job.send(), typeof parts.functions.get_a]"
        );
        assert_eq!(
            ask(&site.script(), &question),
            r#"[null,1,2,"function"]"#,
            "{location}"
        );
    }
}

#[test]
fn the_jobs_are_told_with_their_times_as_cron_expressions() {
    let output = site(&format!("\u{feff}{}", config("/dir/reports.js", "send"))).build();
    assert_eq!(output.diagnostics, []);
    let [job] = &output.jobs[..] else {
        panic!("one job")
    };
    assert_eq!(job.name(), "dir/reports.js#send");
    assert_eq!(job.schedule, "30 8 * * 1");
    let names = output.inputs.iter().filter_map(|path| path.file_name());
    assert!(names.into_iter().any(|name| name == "jobs.config"));
}

#[test]
fn what_is_wrong_with_a_job_is_told_with_its_place() {
    for (text, wanted) in [
        (
            config("/dir/other.js", "send"),
            "error JOB_FILE_NOT_FOUND backend/jobs.config:2:45",
        ),
        (
            config("/dir/reports.js", "sent"),
            "error JOB_FUNCTION_NOT_FOUND backend/jobs.config:2:80",
        ),
        (
            "{\n  \"jobs\": [\n}".to_owned(),
            "error INVALID_JOB backend/jobs.config:3:1",
        ),
        (
            "\u{feff}[]".to_owned(),
            "error INVALID_JOB backend/jobs.config:1:1",
        ),
    ] {
        let finding = site(&text).build();
        assert_eq!(place(only_finding(&finding)), wanted, "{text}");
    }
    let near = site(&config("/dir/reports.js", "sent")).build();
    assert_eq!(
        only_finding(&near).hint.as_deref(),
        Some("did you mean send?")
    );
}

#[test]
fn events_are_a_part_that_runs_when_it_is_asked_for() {
    let site = Site::new(&[
        HANDLER,
        (
            "backend/events.js",
            "globalThis.ran = 1; export const wixData_onDataItemCreated = () => 7;",
        ),
    ]);
    let question = "const before = globalThis.ran; const events = await parts.events(); return [before, ran, events.wixData_onDataItemCreated()]";
    assert_eq!(ask(&site.script(), question), "[null,1,7]");
}

#[test]
fn the_handlers_that_are_called_are_known_and_others_are_a_warning() {
    let site = Site::new(&[
        HANDLER,
        (
            "backend/events.js",
            "export { wixCrm_onContactCreated } from './crm'; export function wixData_onDataItemDeleted() {}
             export function wixStores_onOrderPaid() {} export const helper = 1;",
        ),
        ("backend/crm.js", "export function wixCrm_onContactCreated() {}"),
    ]);
    let output = site.build();
    assert_eq!(
        output.events,
        ["wixCrm_onContactCreated", "wixData_onDataItemDeleted"]
    );
    let finding = only_finding(&output);
    assert_eq!(finding.code, "EVENT_NEVER_RAISED");
    assert!(finding.message.contains("wixStores_onOrderPaid"));
    let site = Site::new(&[
        HANDLER,
        (
            "backend/events.cjs",
            "module.exports = Object.assign({}, {});",
        ),
    ]);
    assert_eq!(site.build().events.len(), 6);
}

#[test]
fn a_script_with_tests_runs_nothing_by_itself() {
    let site = Site::new(&[
        (
            "backend/http-functions.js",
            "import { log } from './log'; log.push('handler'); export const get_a = () => log;",
        ),
        (
            "backend/data.js",
            "import { log } from './log'; log.push('hooks'); export const x = 1;",
        ),
        ("backend/log.js", "export const log = [];"),
        (
            "backend/a.test.ts",
            "import { log } from './log'; import { get_a } from 'backend/http-functions'; log.push('test' as string); export { get_a };",
        ),
    ]);
    let mut input = site.input();
    input.test_files = vec![site.path().join("backend/a.test.ts")];
    let output = velodrome_bundle::build(&input);
    assert_eq!(output.diagnostics, []);
    let question =
        "const names = Object.keys(parts); const test = await parts['test:backend/a.test.ts']();
        await parts.data(); return [names, test.get_a()]";
    assert_eq!(
        ask(&output.script, question),
        r#"[["data","functions","test:backend/a.test.ts"],["handler","test","hooks"]]"#
    );
}
