//! Running what no request asks for.

use crate::site::{Site, answer, code, text, thrown};
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;
use velodrome_runtime::{Call, Invocation, Outcome};

fn job(site: &Site, function: &str) -> Outcome {
    let argument = format!(r#"{{"location":"a.js","function":"{function}"}}"#);
    let invocation = Invocation {
        id: "run-1",
        name: "job:a.js#send",
        file: "velo/job",
        argument: &argument,
    };
    let call: Call = site
        .local
        .block_on(&site.runtime, async { site.instance.invoke(&invocation) });
    site.end(call)
}

const BODY: &str = "
    vd.part('job:a.js', async () => ({
      send: async () => { console.log('sent', globalThis.loaded); await new Promise((r) => setTimeout(r, 1)); globalThis.sent = true; },
      fails: () => { throw new Error('no network'); },
      spins: () => { for (;;); },
      notOne: 7,
    }), true);
    return { get_x: () => ({ body: String(globalThis.sent) }) };";

#[test]
fn a_job_runs_to_its_end_and_its_lines_have_its_name() {
    let site = Site::new(BODY);
    assert_eq!(text(job(&site, "send")), "null");
    assert_eq!(site.text("x"), "true");
    let line = site.line("sent");
    assert_eq!(line.request_id.as_deref(), Some("run-1"));
    assert_eq!(line.function.as_deref(), Some("job:a.js#send"));
}

#[test]
fn a_job_that_throws_or_is_not_there_is_told_as_a_function_is() {
    let site = Site::new(BODY);
    assert_eq!(thrown(job(&site, "fails")).message, "no network");
    let missing = thrown(job(&site, "notOne"));
    assert_eq!(
        missing.message,
        "The file a.js of jobs.config exports no function \"notOne\"."
    );
    assert_eq!(answer(job(&site, "send")).status, 200);
}

#[test]
fn a_job_that_never_ends_is_ended_by_its_limit() {
    let limits = Limits {
        cpu_time_ms_max: 100,
        ..Limits::default()
    };
    let (_, site) = Site::with(BODY, limits);
    let site = site.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(code(job(&site, "spins")), Code::CpuLimit);
    assert_eq!(site.instance.dead(), Some(Code::CpuLimit));
}
