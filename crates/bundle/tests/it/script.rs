//! The script's form: what evaluating and calling it does.

use crate::run::ask;
use crate::site::Site;

#[test]
fn the_script_is_a_function_that_hands_over_the_exports() {
    let script = Site::of(
        "export function get_a() { return 1 }
         const b = () => 2;
         export { b as get_b };
         export default class {}",
    )
    .script();
    assert_eq!(
        ask(
            &script,
            "return [Object.keys(site), site.get_a(), site.get_b(), typeof site.default]"
        ),
        r#"[["default","get_a","get_b"],1,2,"function"]"#
    );
}

#[test]
fn exports_are_live() {
    let script = Site::of("export let n = 1; export const get_x = () => ++n;").script();
    assert_eq!(ask(&script, "site.get_x(); return site.n"), "2");
}

#[test]
fn loading_is_a_promise() {
    let script = Site::of("await null; export const x = await Promise.resolve(7);").script();
    assert_eq!(ask(&script, "return site.x"), "7");
    let script = Site::of("throw new Error('at load'); export const x = 1").script();
    assert_eq!(ask(&script, "return 1"), "rejected: at load");
}

#[test]
fn modules_are_strict_and_have_no_this() {
    let script = Site::of(
        "export const a = this === undefined;
         export function get_this() { return this === undefined }
         export const get_leak = () => { leaked = 1 };",
    )
    .build()
    .script;
    assert_eq!(
        ask(&script, "const f = site.get_this; return [site.a, f()]"),
        "[true,true]"
    );
    assert!(ask(&script, "site.get_leak()").starts_with("rejected: "));
}

#[test]
fn a_common_js_handler_file_gives_its_properties() {
    let script = Site::of("module.exports = { get_a() { return 1 } };").script();
    assert_eq!(
        ask(&script, "return [Object.keys(site), site.get_a()]"),
        r#"[["default","get_a"],1]"#
    );
}

#[test]
fn names_of_functions_survive_conflicts() {
    let site = Site::new(&[
        ("backend/a.js", "export function helper() { return 'a' }"),
        (
            "backend/http-functions.js",
            "import * as a from './a'; function helper() {} class Thing {}
             export const names = () => [a.helper.name, helper.name, Thing.name];",
        ),
    ]);
    assert_eq!(
        ask(&site.script(), "return site.names()"),
        r#"["helper","helper","Thing"]"#
    );
}

#[test]
fn a_module_knows_its_place() {
    let site = Site::new(&[
        ("backend/lib/ä b.js", "export const meta = import.meta;"),
        (
            "backend/http-functions.js",
            "export { meta } from './lib/ä b'; export const here = [__dirname, __filename];",
        ),
    ]);
    assert_eq!(
        ask(&site.script(), "return [site.meta, site.here]"),
        r#"[{"url":"file:///site/backend/lib/%C3%A4%20b.js","filename":"/site/backend/lib/ä b.js","dirname":"/site/backend/lib"},["/site/backend","/site/backend/http-functions.js"]]"#
    );
}

#[test]
fn a_module_may_declare_the_names_of_node() {
    let script = Site::of(
        "const __dirname = 'mine', require = (x) => x, $vd = 1, $vd_part = 2;
         export const all = [__dirname, require(3), $vd, $vd_part];",
    )
    .script();
    assert_eq!(ask(&script, "return site.all"), r#"["mine",3,1,2]"#);
}

#[test]
fn loops_that_await_yield() {
    let script = Site::of(
        "export async function get_a() { let n = 0; while (n < 10) { n += await 1 } return n }",
    )
    .script();
    assert_eq!(
        ask(&script, "return [await site.get_a(), ticks, yielded]"),
        "[10,10,5]"
    );
}

#[test]
fn stacks_are_read_through_the_runtime() {
    let script = Site::of(
        "export const a = (e) => e.stack, b = (e) => e?.stack, c = (e) => { const { stack } = e; return stack };
         export const d = () => { try { throw new Error() } catch ({ stack }) { return stack } };",
    )
    .script();
    assert_eq!(
        ask(
            &script,
            "const e = new Error('x'); return [site.a(e), site.b(), site.c(e), site.d()]"
        ),
        r#"["nice string",null,"nice","nice"]"#
    );
}

#[test]
fn builds_are_reproducible() {
    let files = [
        ("backend/a.js", "export const a = 1;"),
        (
            "backend/http-functions.js",
            "import { a } from './a'; export const get_a = () => a;",
        ),
    ];
    let (one, two) = (Site::new(&files).build(), Site::new(&files).build());
    assert_eq!(one.script, two.script);
    assert_eq!(one.source_map, two.source_map);
}
