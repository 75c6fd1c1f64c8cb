/**
 * What testharness.js and the tests expect around them. `vd.wpt` has the texts: `harness`, `test`, and
 * `files`, by path, which `fetch` gives.
 */
globalThis.self = globalThis;
globalThis.GLOBAL = { isWindow: () => false, isWorker: () => false, isShadowRealm: () => false };
globalThis.location = { search: "", href: "https://wpt.example/", origin: "https://wpt.example", pathname: "/", protocol: "https:" };
globalThis.isSecureContext ??= true;
// Tests of interfaces ask what kind of global object this is.
if (wpt.test.includes("idl_test")) globalThis.Window = class Window {};

// Tests of blobs look at them with a FileReader, which is for pages. This one does that much, and only
// for them.
if (wpt.test.includes("test_blob(")) {
  globalThis.FileReader = class {
    readAsText = (blob) => this.#read(blob.text());
    readAsArrayBuffer = (blob) => this.#read(blob.arrayBuffer());

    async #read(content) {
      this.result = await content;
      this.onload?.({ target: this });
    }
  };
}

const files = new Map(Object.entries(wpt.files));
const realFetch = globalThis.fetch;
globalThis.fetch = async (input, ...rest) => {
  const path = `${input}`.replace(/^(\.{0,2}\/)+/, "");
  const text = files.get(path) ?? [...files].find(([name]) => name.endsWith(`/${path}`))?.[1];
  if (text === undefined) return realFetch(input, ...rest);
  return { ok: true, status: 200, text: async () => text, json: async () => JSON.parse(text) };
};

const report = (entry) => console.log(`WPT ${JSON.stringify(entry)}`);
const STATUS = ["PASS", "FAIL", "TIMEOUT", "NOTRUN", "PRECONDITION_FAILED"];
const short = (text) => `${text ?? ""}`.slice(0, 300).toWellFormed();
let finished;
const end = new Promise((resolve) => (finished = resolve));

try {
  (0, eval)(wpt.harness);
  add_result_callback(({ name, status, message }) => report({ name: short(name), status: STATUS[status], message: short(message) }));
  add_completion_callback((tests, { status, message }) => {
    if (status !== 0) report({ name: "", status: "ERROR", message: short(message) });
    finished();
  });
  (0, eval)(wpt.test);
} catch (error) {
  report({ name: "", status: "ERROR", message: short(`${error}\n${error?.stack}`) });
  finished();
}
const timeout = setTimeout(() => {
  report({ name: "", status: "ERROR", message: `not finished after ${wpt.timeout_ms} ms` });
  finished();
}, wpt.timeout_ms);
await end;
clearTimeout(timeout);
