//! How loading a site can end.

use crate::site::{FILE, Site};
use crate::world::World;
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;
use velodrome_model::log::Severity;
use velodrome_runtime::LoadError;

fn failure(body: &str, limits: Limits) -> LoadError {
    match Site::with(body, limits).1 {
        Ok(_) => panic!("it loaded"),
        Err(error) => error,
    }
}

#[test]
fn top_level_await_is_waited_for() {
    let site = Site::new(
        "const settings = await new Promise((resolve) => setTimeout(() => resolve('ready'), 5));
         return { get_x: () => ({ body: settings }) };",
    );
    assert_eq!(site.text("x"), "ready");
}

#[test]
fn an_error_while_loading_is_told_with_its_place() {
    let (world, loaded) = Site::with(
        "\nfunction settings() { throw new TypeError('no settings'); }\nsettings();",
        Limits::default(),
    );
    let error = loaded.err().expect("it throws");
    assert_eq!(
        (error.code, error.message.as_str()),
        (Code::LoadFailed, "no settings")
    );
    assert!(
        error.stack.starts_with("TypeError: no settings\n"),
        "{}",
        error.stack
    );
    assert!(
        error.stack.contains(&format!("at settings ({FILE}:2:1)")),
        "{}",
        error.stack
    );
    let lines = world.lines.borrow();
    let [line] = &lines[..] else {
        panic!("{lines:?}")
    };
    assert_eq!(
        (line.severity, line.position.as_ref().map(|at| at.line)),
        (Severity::Error, Some(2))
    );
    assert_eq!(
        (line.request_id.as_deref(), line.function.as_deref()),
        (None, None)
    );
}

#[test]
fn what_is_thrown_while_loading_may_be_anything() {
    for thrown in [
        "null",
        "undefined",
        "Symbol('s')",
        "Object.freeze(new Error('e'))",
        "new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })",
    ] {
        let error = failure(&format!("throw {thrown};"), Limits::default());
        assert_eq!(error.code, Code::LoadFailed, "{thrown}");
    }
}

#[test]
fn a_syntax_error_in_the_script_fails_at_once() {
    let error = failure("}); (", Limits::default());
    assert_eq!(error.code, Code::LoadFailed);
    assert!(error.message.contains("Unexpected"), "{}", error.message);
}

#[test]
fn loading_that_never_ends_fails_in_time() {
    let limits = Limits {
        wall_time_ms_max: 50,
        ..Limits::default()
    };
    let error = failure("await new Promise(() => {}); return {};", limits);
    assert_eq!(
        (error.code, error.message.as_str()),
        (
            Code::LoadFailed,
            "The site's code did not finish loading within 50 ms."
        )
    );
}

#[test]
fn loading_that_spins_is_ended() {
    let limits = Limits {
        cpu_time_ms_max: 50,
        ..Limits::default()
    };
    assert_eq!(failure("for (;;) {}", limits.clone()).code, Code::CpuLimit);
    assert_eq!(
        failure("await null; for (;;) {}", limits).code,
        Code::CpuLimit
    );
}

#[test]
fn exports_that_cannot_be_read_fail_at_once() {
    for exports in [
        "undefined",
        "null",
        "{ get get_x() { throw new Error('not yet'); } }",
        "Object.freeze(new Proxy({}, { ownKeys() { throw new Error('trap'); } }))",
    ] {
        assert_eq!(
            failure(&format!("return {exports};"), Limits::default()).code,
            Code::LoadFailed,
            "{exports}"
        );
    }
}

#[test]
fn exports_with_odd_names_do_not_move_others() {
    let site = Site::new(
        "return { ['get_a\\nget_b']: () => ({ body: 'both' }), ['get_\\r']: () => ({}), notFunction: 1, 'get_ü': () => ({ body: 'u' }), get_c: () => ({ body: 'c' }) };",
    );
    assert_eq!(
        site.instance
            .exports()
            .iter()
            .map(|name| &**name)
            .collect::<Vec<_>>(),
        ["get_ü", "get_c"]
    );
    assert_eq!(site.text("c") + &site.text("ü"), "cu");
}

#[test]
fn a_script_may_give_its_functions_as_its_value() {
    let script = "(async () => ({ get_x: () => ({ body: 'x' }) }))".to_owned();
    let (_, site) = Site::of_script(World::new(), script, Limits::default());
    assert_eq!(
        site.unwrap_or_else(|error| panic!("{error}")).text("x"),
        "x"
    );
}

#[test]
fn exiting_while_loading_fails_the_load() {
    assert_eq!(
        failure("process.exit(3); return {};", Limits::default()).code,
        Code::ProcessExit
    );
    assert_eq!(
        failure("await null; process.exit(3); return {};", Limits::default()).code,
        Code::ProcessExit
    );
}
