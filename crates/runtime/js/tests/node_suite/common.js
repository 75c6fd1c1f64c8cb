/**
 * What Node's own test files require beside the modules under test, small and ours: `../common`,
 * fixtures, `node:test`. What goes wrong is noted with its line in the test file; `runFile` logs the
 * notes as `!line message` and ends with `done`.
 */

const assert = vd.module("assert");
const { inspect } = vd.module("util");
const { setTimeout: later, setImmediate: soon } = globalThis;

const FILE = /test-file\.js:(\d+):\d+/g;
const notes = [];
const expected = [];
const exits = [];
let running = "";

/** The outermost line of the test file in a stack: the top-level statement, or the callback's place. */
function lineOf(error) {
  let line = "0";
  for (const match of `${vd.stack(error, true) ?? ""}`.matchAll(FILE)) line = match[1];
  return line;
}

function note(message, error) {
  notes.push(`!${lineOf(error)} ${message.replaceAll("\n", "\\n").slice(0, 400)}`);
}

/** An error in one line. */
function told(error) {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
  } catch {
    return "an error that cannot be shown";
  }
}

function expectCalls(fn, count, atLeast) {
  if (typeof fn === "number") {
    count = fn;
    fn = () => {};
  }
  const entry = { count, atLeast, actual: 0, made: new Error("made here") };

  expected.push(entry);
  const counted = function (...args) {
    entry.actual++;
    return fn.apply(this, args);
  };
  Object.defineProperties(counted, {
    name: { value: fn.name, configurable: true },
    length: { value: fn.length, configurable: true },
  });
  return counted;
}
const unmet = () => expected.filter(({ actual, count, atLeast }) => (atLeast ? actual < count : actual !== count));

function received(input) {
  if (input == null) return ` Received ${input}`;
  if (typeof input === "function") return ` Received function ${input.name}`;
  if (typeof input === "object") {
    return input.constructor?.name ? ` Received an instance of ${input.constructor.name}` : ` Received ${inspect(input, { depth: -1 })}`;
  }
  const text = inspect(input, { colors: false });
  return ` Received type ${typeof input} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`;
}

const warnings = [];
function expectWarning(nameOrMap, messages, code) {
  const map = typeof nameOrMap === "string" ? { [nameOrMap]: code === undefined || Array.isArray(messages) ? messages : [[messages, code]] } : nameOrMap;
  for (const name of Object.keys(map)) {
    let list = map[name];
    if (typeof list === "string") list = [[list]];
    else if (!Array.isArray(list)) list = Object.entries(list).map(([key, text]) => [text, key]);
    else if (typeof list[0] === "string") list = [list];
    for (const [text, wanted] of list) warnings.push({ name, text, wanted, made: new Error("made here") });
  }
}
process.on("warning", (warning) => {
  const at = warnings.findIndex(({ name, text, wanted }) => name === warning.name && text === warning.message && (wanted === undefined || wanted === warning.code));
  if (at !== -1) warnings.splice(at, 1);
});

class Skip extends Error {}
const views = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView];

const common = {
  mustCall: (fn = () => {}, count = 1) => expectCalls(fn, count, false),
  mustCallAtLeast: (fn = () => {}, count = 1) => expectCalls(fn, count, true),
  mustSucceed: (fn = () => {}, count = 1) =>
    expectCalls(
      function (error, ...args) {
        assert.ifError(error);
        return fn.apply(this, args);
      },
      count,
      false,
    ),
  mustNotCall(message = "function should not have been called") {
    const made = new Error("made here");
    return (...args) => {
      note(`${message}${args.length > 0 ? ` with ${told(args[0])}` : ""}`, made);
      assert.fail(message);
    };
  },
  mustNotMutateObjectDeep: (value) => value,
  expectsError: (validator, count) =>
    expectCalls(
      (...args) => {
        assert.strictEqual(args.length, 1);
        assert.throws(() => {
          throw args[0];
        }, validator);
        return true;
      },
      count ?? 1,
      false,
    ),
  expectWarning,
  invalidArgTypeHelper: received,
  platformTimeout: (ms) => ms,
  getArrayBufferViews: (buffer) => {
    const { byteLength, byteOffset } = buffer;
    return views
      .filter((View) => byteLength % (View.BYTES_PER_ELEMENT ?? 1) === 0)
      .map((View) => new View(buffer.buffer, byteOffset, byteLength / (View.BYTES_PER_ELEMENT ?? 1)));
  },
  getBufferSources: (buffer) => [...common.getArrayBufferViews(buffer), new Uint8Array(buffer).buffer],
  skip(reason) {
    throw new Skip(reason);
  },
  printSkipMessage() {},
  skipIf32Bits() {},
  skipIfInspectorDisabled() {
    throw new Skip("no inspector");
  },
  allowGlobals() {},
  getCallSite: () => "",
  hasIntl: true,
  hasCrypto: true,
  hasOpenSSL3: true,
  enoughTestMem: false,
  isWindows: false,
  isLinux: true,
  isMacOS: false,
  isAIX: false,
  isIBMi: false,
  isSunOS: false,
  isFreeBSD: false,
  isOpenBSD: false,
  isOSX: false,
  isMainThread: true,
  isDebug: false,
  PORT: 12346,
};

/** A file of Node's test folder that the test names. */
function fixture(path, encoding) {
  const content = beside[`fixtures/${path}`];
  if (content === undefined) throw new Error(`the harness has no fixture ${path}`);
  const bytes = Buffer.from(content, "latin1");
  return encoding === undefined ? bytes : bytes.toString(encoding);
}

/** Puts the fixtures where `fixtures.path` says that they are. */
function placeFixtures() {
  const fs = vd.module("fs");
  for (const [path, content] of Object.entries(beside)) {
    fs.mkdirSync(`/${path.slice(0, path.lastIndexOf("/"))}`, { recursive: true });
    fs.writeFileSync(`/${path}`, Buffer.from(content, "latin1"));
  }
}

/** Runs one of those files as a module. */
function load(content) {
  const module = { exports: {} };
  new Function("require", "module", "exports", Buffer.from(content, "latin1").toString())(requireFor, module, module.exports);
  return module.exports;
}

const pending = [];
/** `node:test`: each test is run when the one before has ended; a failure is noted at its own line. */
function test(...args) {
  const fn = args.findLast((arg) => typeof arg === "function") ?? (() => {});
  const options = args.find((arg) => arg !== null && typeof arg === "object") ?? {};
  if (options.skip || options.todo) return Promise.resolve();
  const name = typeof args[0] === "string" ? args[0] : fn.name;
  const made = new Error("made here");

  const run = async () => {
    const context = { test, name, mock: mocks, diagnostic() {}, skip() {}, assert, signal: new AbortController().signal, after() {}, before() {}, beforeEach() {}, afterEach() {} };
    try {
      if (fn.length > 1) await new Promise((resolve, reject) => fn(context, (error) => (error ? reject(error) : resolve())));
      else await fn.call(context, context);
    } catch (error) {
      note(`${name}: ${told(error)}`, lineOf(error) === "0" ? made : error);
    }
  };
  const ran = pending.length === 0 ? run() : pending[pending.length - 1].then(run);
  pending.push(ran);
  return ran;
}
function describe(...args) {
  const fn = args.findLast((arg) => typeof arg === "function");
  const options = args.find((arg) => arg !== null && typeof arg === "object") ?? {};
  if (!options.skip) fn?.();
}
const mocks = {
  fn(implementation = () => {}) {
    const calls = [];
    const mocked = function (...args) {
      const call = { arguments: args, this: this };
      calls.push(call);
      return (call.result = implementation.apply(this, args));
    };
    mocked.mock = { calls, callCount: () => calls.length };
    return mocked;
  },
};
const nodeTest = Object.assign(test, { test, it: test, describe, suite: describe, mock: mocks, before: (fn) => fn(), after() {}, beforeEach() {}, afterEach() {} });
nodeTest.skip = nodeTest.todo = describe.skip = () => {};

const modules = {
  "../common": common,
  "../common/index.js": common,
  "../common/fixtures": {
    path: (...parts) => ["/fixtures", ...parts].flat().join("/"),
    readSync: (path, encoding) => fixture([path].flat().join("/"), encoding),
    readKey: (name, encoding) => fixture(`keys/${name}`, encoding),
    fixturesDir: "/fixtures",
  },
  "../common/tmpdir": { path: "/tmp", refresh() {}, resolve: (...parts) => ["/tmp", ...parts].join("/") },
  "../common/hijackstdio": { hijackStderr() {}, restoreStderr() {}, hijackStdout() {}, restoreStdout() {} },
  "node:test": nodeTest,
  vm: {
    ...vd.module("vm"),
    runInNewContext: (code, names = {}) => new Function(...Object.keys(names), /^[^;]*;[\s\S]*;/.test(code) || /;/.test(code) ? code.replace(/;?\s*([^;]+)$/, "; return ($1)") : `return (${code}\n)`)(...Object.values(names)),
    runInThisContext: (code) => (0, eval)(code),
  },
};
modules["internal/test/binding"] = { internalBinding: () => new Proxy({}, { get: (_, key) => () => { throw new Error(`no internal binding: ${String(key)}`); } }) };
modules["node:vm"] = modules.vm;
modules["../common/index.mjs"] = modules["../common/index"] = common;
modules["../../test/common/fixtures"] = modules["../common/fixtures.mjs"] = modules["../common/fixtures"];

function requireFor(name) {
  if (Object.hasOwn(modules, name)) return modules[name];
  const given = beside[name.startsWith("/fixtures/") ? name.slice(1) : `${name.replace(/^\.\.\//, "").replace(/\.js$/, "")}.js`];
  if (given !== undefined) return (modules[name] = load(given));
  if (/^[./]|^internal\//.test(name)) throw new Error(`the harness has no ${name}`);
  return vd.require(name);
}

const realExit = process.exit;
process.on("uncaughtException", () => {});
process.removeAllListeners("uncaughtException");

/**
 * @param {string} name
 * @param {Function} run the file
 */
async function runFile(name, run) {
  running = name;
  placeFixtures();
  process.exit = () => {
    throw new Skip("the test exits");
  };
  const module = { exports: {}, filename: `/test/parallel/${name}`, children: [], paths: [] };
  requireFor.main = module;
  requireFor.cache = {};
  requireFor.resolve = (wanted) => wanted;
  try {
    await run.call(module.exports, requireFor, module, module.exports, module.filename, "/test/parallel");
  } catch (error) {
    if (!(error instanceof Skip)) note(`thrown: ${told(error)}`, error);
  }
  // Until nothing waits any more, or for too long.
  const began = Date.now();
  let quiet = 0;
  while (Date.now() - began < 3000 && quiet < 3) {
    await new Promise((resolve) => soon(resolve));
    await new Promise((resolve) => later(resolve, 1));
    quiet = process.getActiveResourcesInfo().length === 0 ? quiet + 1 : 0;
  }
  // What runs on another thread, such as making a key, is not counted above.
  const isLong = name.startsWith("test-crypto");
  while (isLong && Date.now() - began < 4000 && unmet().length > 0) await new Promise((resolve) => later(resolve, 5));
  await Promise.race([Promise.all(pending), new Promise((resolve) => later(resolve, 3000))]);
  process.exit = realExit;
  try {
    process.emit("exit", process.exitCode ?? 0);
  } catch (error) {
    note(`at exit: ${told(error)}`, error);
  }
  for (const { count, actual, made } of unmet()) note(`called ${actual} times, expected ${count}`, made);
  for (const { name: kind, text, made } of warnings) note(`no ${kind} ${text}`, made);
  for (const line of notes) console.info(line);
  console.info("done");
}
