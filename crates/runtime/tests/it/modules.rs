//! Modules that are not here, and what the engine does by itself.

use crate::site::{Sent, Site, code, thrown};
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;

#[test]
fn a_module_that_is_not_here_can_be_imported_and_read_and_says_so_when_called() {
    let site = Site::new(
        "const stub = vd.stub('wix-nothing-backend');
         const { contacts, default: whole, ['a-b']: odd } = stub;
         const copy = { ...stub };
         return {
           get_named: () => contacts.create({}),
           get_deep: () => contacts.a.b.c(),
           get_default: () => whole(),
           get_default_member: () => whole.contacts(),
           get_star: () => stub.contacts(),
           get_new: () => new contacts.Thing(),
           get_odd: () => odd(),
           get_awaited: async () => { await stub; await contacts; return { body: String(Object.keys(copy).length) }; },
           get_json: () => ({ body: JSON.stringify({ stub }) + typeof contacts + `${contacts}` }),
           get_logged: () => { console.log(stub, contacts); return { status: 200 }; },
           get_same: () => ({ body: String(stub === vd.stub('wix-nothing-backend') && stub.contacts === contacts) }),
           get_body: () => ({ body: contacts }),
           get_dynamic: async () => { const m = await vd.import('wix-nowhere'); m.f(); },
           get_missing: async () => { await vd.import('left-pad'); },
         };",
    );
    for (name, called) in [
        ("named", "wix-nothing-backend.contacts.create"),
        ("deep", "wix-nothing-backend.contacts.a.b.c"),
        ("default", "wix-nothing-backend"),
        ("default_member", "wix-nothing-backend.contacts"),
        ("star", "wix-nothing-backend.contacts"),
        ("new", "wix-nothing-backend.contacts.Thing"),
        ("odd", "wix-nothing-backend.a-b"),
        ("dynamic", "wix-nowhere.f"),
    ] {
        assert_eq!(
            thrown(site.get(name)).message,
            format!("{called} is not available in this runtime"),
            "{name}"
        );
    }
    assert_eq!(
        thrown(site.get("missing")).message,
        "Cannot find module 'left-pad'"
    );
    assert_eq!(site.text("awaited"), "0");
    assert_eq!(
        site.text("json"),
        "{\"stub\":{}}function[wix-nothing-backend.contacts: not available]"
    );
    assert_eq!(site.text("same"), "true");
    site.get("logged");
    site.get("body");
    assert_eq!(site.instance.dead(), None);
}

#[test]
fn names_that_objects_have_anyway_are_no_modules() {
    let site = Site::new(
        "Object.prototype.sneaky = 'velo/dispatch';
         const kinds = ['constructor', '__proto__', 'toString', 'sneaky', 'velo/dispatch', ''].map((name) => {
           try { return typeof vd.require(name); } catch (error) { return error.code; }
         });
         return { get_x: () => ({ body: kinds.join() }), get_symbol: () => vd.require(Symbol('s')) };",
    );
    assert_eq!(site.text("x"), ["MODULE_NOT_FOUND"; 6].join(","));
    assert_eq!(code(site.get("symbol")), Code::FunctionFailed);
}

/// `(module (func (export "f") (result i32) i32.const 42))`
const WASM: &str = "new Uint8Array([0,97,115,109,1,0,0,0,1,5,1,96,0,1,127,3,2,1,0,7,5,1,1,102,0,0,10,6,1,4,0,65,42,11])";

#[test]
fn webassembly_settles() {
    let site = Site::new(&format!(
        "return {{ get_x: async () => ({{ body: String((await WebAssembly.instantiate({WASM})).instance.exports.f()) }}) }};"
    ));
    assert_eq!(site.text("x"), "42");
}

#[test]
fn what_spins_or_exits_after_webassembly_is_ended_for_everybody() {
    for (name, end) in [("spin", Code::CpuLimit), ("exit", Code::ProcessExit)] {
        let limits = Limits {
            cpu_time_ms_max: 200,
            ..Limits::default()
        };
        let (_, site) = Site::with(
            &format!(
                "return {{
                   get_wait: () => new Promise(() => {{}}),
                   get_spin: async () => {{ await WebAssembly.instantiate({WASM}); for (;;) {{}} }},
                   get_exit: async () => {{ await WebAssembly.instantiate({WASM}); process.exit(1); }},
                 }};"
            ),
            limits,
        );
        let site = site.unwrap_or_else(|error| panic!("{error}"));
        let waiting = site.begin(&Sent {
            name: "wait",
            ..Sent::default()
        });
        let _who = code(site.get(name));
        let lost = code(site.end(waiting));
        assert_eq!(
            lost,
            if end == Code::CpuLimit {
                Code::VmLost
            } else {
                end
            },
            "{name}"
        );
        assert_eq!(site.instance.dead(), Some(end), "{name}");
    }
}
