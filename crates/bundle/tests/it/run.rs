//! Runs a script in the engine with a small `$vd`, and asks its parts something.

use velodrome_engine::{RunLoop, Vm, VmOptions};

/// What the crate's documentation asks of `$vd`, in as few lines as possible.
const HOST: &str = r#"
globalThis.ticks = 0;
globalThis.asked = [];
globalThis.parts = {};
const modules = {};
const provide = (name) => {
  asked.push(name);
  return modules[name] ??= { ok: (options) => ({ status: 200, ...options }), from: name };
};
const stub = (name) => {
  asked.push("stub " + name);
  return Object.create(new Proxy({}, {
    get: (target, key) => {
      if (typeof key !== "string" || key === "__esModule" || key === "then") return undefined;
      return () => { throw new Error(`${name}.${key} is not available in this runtime`); };
    },
  }));
};
globalThis.$host = {
  part: (name, exports) => { parts[name] = exports; },
  module: provide,
  stub,
  missing: (name, importer) => {
    throw Object.assign(new Error(`Cannot find module '${name}' from ${importer}`), { code: "MODULE_NOT_FOUND" });
  },
  require: (name) => ({ required: name }),
  import: async (name) => ({ imported: name }),
  tick: () => ++ticks % 2 === 0,
  yield: async () => { globalThis.yielded = (globalThis.yielded ?? 0) + 1; },
  stack: (value, optional) => optional && value == null ? undefined : "nice " + typeof value.stack,
  settle: (value) => Object.defineProperty(value, "stack", { value: "nice" }),
};
"#;

/// Loads `script`, evaluates `question` (the body of `async (site) => ..`) with the exports of its
/// handler file (`parts` has all), and
/// gives the answer as JSON, or `rejected: message`.
pub fn ask(script: &str, question: &str) -> String {
    let vm = Vm::new(&RunLoop::for_this_thread(), VmOptions::default());
    vm.enter(|scope| {
        let text = |code: &str, url: &str| match scope.eval(code, url, 1) {
            Ok(value) => value,
            Err(thrown) => panic!("{url}: {:?}\n{code}", thrown.report()),
        };
        text(HOST, "host.js");
        let load = text(script, "site.js");
        assert!(scope.global().set("load", load).is_ok());
        text(
            &format!(
                "globalThis.answer = 'pending'; load($host)
                 .then(async () => {{ const site = parts.functions; {question} }})
                 .then((value) => {{ answer = JSON.stringify(value) ?? 'undefined' }},
                       (error) => {{ answer = 'rejected: ' + error.message }})"
            ),
            "question.js",
        );
    })
    .expect("the VM lives");
    vm.enter(|scope| match scope.global().get("answer") {
        Ok(value) => value.to_str_lossy(),
        Err(_) => panic!("a global can be read"),
    })
    .expect("the VM lives")
}
