//! What throws, where it is said to have happened, and for whom.

use crate::site::{FILE, Site, thrown};
use velodrome_model::code::Code;
use velodrome_model::log::{LogLine, Severity};

/// Which line, function and request a log line says it comes from.
fn place(line: &LogLine) -> (u32, &str, &str) {
    let position = line
        .position
        .as_ref()
        .unwrap_or_else(|| panic!("no position: {line:?}"));
    assert_eq!(position.file, FILE);
    (
        position.line,
        line.function.as_deref().unwrap_or_default(),
        line.request_id.as_deref().unwrap_or_default(),
    )
}

const ERRORS: &str = "
    function inner() { throw new RangeError('too far'); }
    const later = () => new Promise((resolve) => setTimeout(resolve, 1));
    return {
        get_sync() { inner(); },
        async get_later() {
            await later();
            inner();
        },
        get_console() {
            console.warn('look', { a: 1 });
            return { status: 200 };
        },
        get_left_over() {
            setTimeout(() => {
                console.log('from a timer');
                throw new Error('in a timer');
            }, 1);
            later().then(() => Promise.reject(new Error('nobody waits')));
            return { status: 200 };
        },
    };";

#[test]
fn a_throw_is_logged_where_it_happened_and_for_its_request() {
    let site = Site::new(ERRORS);
    for (name, caller) in [("sync", "get_sync"), ("later", "get_later")] {
        let error = thrown(site.get(name));
        assert_eq!(
            (error.code, error.message.as_str()),
            (Code::FunctionFailed, "too far")
        );
        assert!(
            error
                .stack
                .starts_with(&format!("RangeError: too far\n    at inner ({FILE}:2:1)\n")),
            "{}",
            error.stack
        );
        assert!(error.stack.contains(caller), "{}", error.stack);
        assert!(!error.stack.contains("velodrome"), "{}", error.stack);
        let line = site.world.lines.borrow_mut().pop().expect("a line");
        assert_eq!(
            (line.severity, line.message.as_str()),
            (Severity::Error, error.stack.as_str())
        );
        assert_eq!(place(&line), (2, caller, format!("id-of-{name}").as_str()));
        assert_eq!(line.revision, 7);
    }
}

#[test]
fn a_console_line_knows_its_place_and_its_request() {
    let site = Site::new(ERRORS);
    site.get("console");
    let line = site.line("look");
    assert_eq!(
        (line.severity, line.message.as_str()),
        (Severity::Warning, "look { a: 1 }")
    );
    assert_eq!(place(&line), (11, "get_console", "id-of-console"));
}

#[test]
fn work_after_the_answer_is_logged_for_its_request_and_ends_nothing() {
    let site = Site::new(ERRORS);
    site.get("left_over");
    assert_eq!(
        place(&site.line("from a timer")),
        (16, "get_left_over", "id-of-left_over")
    );
    let line = site.line("Uncaught error in a timer: Error: in a timer");
    assert_eq!(
        (line.severity, place(&line)),
        (Severity::Error, (17, "get_left_over", "id-of-left_over"))
    );
    let line = site.line("Unhandled promise rejection: Error: nobody waits");
    assert_eq!(
        (line.severity, place(&line)),
        (Severity::Error, (19, "get_left_over", "id-of-left_over"))
    );
    assert_eq!(site.instance.dead(), None);
    site.get("console");
}

#[test]
fn a_rejection_that_is_handled_later_in_the_same_turn_is_not_logged() {
    let site = Site::new(
        "return { get_x() { const p = Promise.reject(new Error('handled')); p.catch(() => {}); return { status: 200 }; } };",
    );
    site.get("x");
    assert!(
        site.world.lines.borrow().is_empty(),
        "{:?}",
        site.world.lines.borrow()
    );
}

#[test]
fn code_that_prepares_stacks_is_given_call_sites() {
    let site = Site::new(
        "function capture() {
           const before = Error.prepareStackTrace;
           Error.prepareStackTrace = (error, sites) => ({ error, sites });
           const target = {};
           Error.captureStackTrace(target);
           const { error, sites } = vd.stack(target);
           Error.prepareStackTrace = before;
           return [error === target, sites];
         }
         function caller() { return capture(); }
         return {
           get_x: () => {
             const [same, sites] = caller();
             const at = sites.findIndex((site) => site.getFunctionName() === 'caller');
             const site = sites[at];
             return { body: [same, at, site.getFileName(), typeof site.getLineNumber(), typeof site.getColumnNumber(),
               site.isEval(), site.isNative(), site.getThis() === undefined, String(site).startsWith('caller (')] };
           },
           get_after: () => ({ body: vd.stack(new Error('plain')).split('\\n')[0] }),
         };",
    );
    assert_eq!(
        site.text("x"),
        format!(r#"[true,1,"{FILE}","number","number",false,false,true,true]"#)
    );
    assert_eq!(site.text("after"), "Error: plain");
}

#[test]
fn stacks_that_code_reads_are_in_the_usual_form() {
    let site = Site::new(
        "function inner() { return new Error('made\\nhere'); }
         return {
           get_x: () => ({ body: vd.stack(inner()) }),
           get_settled: () => { const { stack } = vd.settle(inner()); return { body: stack }; },
           get_frozen: () => { const { stack } = vd.settle(Object.freeze(inner())); return { body: typeof stack }; },
           get_assigned: () => { const e = inner(); e.stack = 'mine'; return { body: vd.stack(e) }; },
           get_optional: () => ({ body: String(vd.stack(undefined, true)) }),
           get_object: () => ({ body: vd.stack({ stack: 'a@b:1:2' }) }),
         };",
    );
    for name in ["x", "settled"] {
        let stack = site.text(name);
        assert!(
            stack.starts_with(&format!("Error: made\nhere\n    at inner ({FILE}:1:1)\n")),
            "{stack}"
        );
    }
    assert_eq!(site.text("frozen"), "string");
    assert_eq!(site.text("assigned"), "mine");
    assert_eq!(site.text("optional"), "undefined");
    assert_eq!(site.text("object"), "a@b:1:2");
}
