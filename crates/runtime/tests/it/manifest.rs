//! What JavaScript can see is exactly what the manifest lists.

use crate::world::{lines_of, run};
use velodrome_runtime::builtin::{GLOBALS, MODULES};

/// The engine's own globals: those of ECMAScript 2024, and what this engine has beyond it.
const LANGUAGE: &str = "AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean \
    DataView Date Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity \
    Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError \
    ReferenceError Reflect RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array \
    Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly decodeURI decodeURIComponent encodeURI \
    encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined unescape";
/// Shared memory, and what newer versions of the engine bring.
const OPTIONAL: &[&str] = &[
    "AsyncDisposableStack",
    "DisposableStack",
    "ShadowRealm",
    "SharedArrayBuffer",
    "SuppressedError",
    "Temporal",
];

#[test]
fn globals_are_those_listed() {
    let lines =
        lines_of("for (const name of Object.getOwnPropertyNames(globalThis)) console.log(name);");
    let mut seen: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .filter(|name| !OPTIONAL.contains(name))
        .collect();
    let mut listed: Vec<&str> = LANGUAGE
        .split_whitespace()
        .chain(GLOBALS.iter().map(|(name, _)| *name))
        .collect();
    seen.sort_unstable();
    listed.sort_unstable();
    assert_eq!(seen, listed);
}

#[test]
fn globals_are_ordinary_properties_once_used() {
    for (name, _) in GLOBALS {
        let lines = lines_of(&format!(
            "if (globalThis.{name} === undefined) throw new Error('missing');
             const {{ value, writable, enumerable, configurable }} = Object.getOwnPropertyDescriptor(globalThis, '{name}');
             console.log(`${{value === globalThis.{name}}} ${{writable}} ${{enumerable}} ${{configurable}}`);"
        ));
        assert_eq!(lines, ["true true false true"], "{name}");
    }
}

#[test]
fn a_global_can_be_replaced_before_its_first_use() {
    let lines = lines_of(
        "globalThis.structuredClone = 5; console.log(structuredClone); delete globalThis.atob; console.log(typeof atob)",
    );
    assert_eq!(lines, ["5", "undefined"]);
}

#[test]
fn modules_have_the_keys_listed() {
    for module in MODULES {
        for name in module.names {
            // The module for tests wants a script that has some; without a test to load, that fails.
            let ran = run(&format!(
                "{}console.log(Object.keys(vd.module({name:?})).sort().join(' '))",
                match *name {
                    "velodrome:test" => "vd.part('functions', null, true);",
                    _ => "",
                }
            ));
            assert_eq!(ran.lines[0].1, module.keys.join(" "), "{name}");
        }
    }
}
