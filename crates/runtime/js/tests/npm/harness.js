/**
 * What the test files of npm `buffer` require, small: `assert`, `tape`, Node's `common`, and a few
 * modules. A failed assertion is noted with its line and the file goes on.
 *
 * `runFile` logs the failures as lines `file:line message`.
 */

// This engine has none unless asked; the tests use it as any other buffer.
globalThis.SharedArrayBuffer ??= ArrayBuffer;

const failures = new Set();
let running = "";
let firstLine = 0;

/** The line of the test file in a stack: a frame of this script, below the harness. */
function lineOf(error) {
  for (const [, line] of String(error?.stack).matchAll(/:(\d+):\d+(?:\n|$)/g)) {
    if (Number(line) >= firstLine) return Number(line) - firstLine + 1;
  }
  return "?";
}

function note(message, error = new Error()) {
  failures.add(`${running}:${lineOf(error)} ${String(message).replaceAll("\n", " ").slice(0, 200)}`);
}

function same(a, b, strict) {
  if (strict ? Object.is(a, b) : a == b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return !strict && Number.isNaN(a) && Number.isNaN(b);
  if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  const keys = Object.keys(a);
  return a.length === b.length && keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key], strict));
}

const show = (value) => {
  try {
    return typeof value === "bigint" ? `${value}n` : (JSON.stringify(value)?.slice(0, 60) ?? String(value));
  } catch {
    return String(value);
  }
};
const check = (good, what, a, b) => good || note(`${what}: ${show(a)} and ${show(b)}`);

function matches(error, expected) {
  if (expected === undefined || typeof expected === "string") return true;
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected === "object") return Object.keys(expected).every((key) => key === "message" || same(error[key], expected[key], true));
  if (expected.prototype !== undefined && error instanceof expected) return true;
  return Error.isPrototypeOf(expected) ? false : expected(error) === true;
}

function throws(fn, expected) {
  try {
    fn();
  } catch (error) {
    let good;
    try {
      good = matches(error, expected);
    } catch (problem) {
      return note(problem.message);
    }
    return good || note(`another error: ${error?.name} ${error?.code} ${error?.message}`);
  }
  note("nothing was thrown");
}

function doesNotThrow(fn) {
  try {
    fn();
  } catch (error) {
    note(`thrown: ${error}`);
  }
}

const assert = Object.assign((value, message) => check(Boolean(value), message ?? "not true", value, true), {
  ok: (value, message) => check(Boolean(value), message ?? "not true", value, true),
  equal: (a, b) => check(a == b || (Number.isNaN(a) && Number.isNaN(b)), "equal", a, b),
  notEqual: (a, b) => check(a != b, "notEqual", a, b),
  strictEqual: (a, b) => check(Object.is(a, b), "strictEqual", a, b),
  notStrictEqual: (a, b) => check(!Object.is(a, b), "notStrictEqual", a, b),
  deepEqual: (a, b) => check(same(a, b, false), "deepEqual", a, b),
  deepStrictEqual: (a, b) => check(same(a, b, true), "deepStrictEqual", a, b),
  throws,
  doesNotThrow,
  fail: (message) => note(message ?? "fail"),
});

const t = {
  ok: assert.ok,
  notOk: (value, message) => check(!value, message ?? "not false", value, false),
  equal: (a, b) => check(Object.is(a, b), "equal", a, b),
  notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual,
  throws,
  doesNotThrow,
  pass() {},
  fail: assert.fail,
  plan() {},
  end() {},
};

/** Tests of one file, one after the other. */
function tape(name, fn) {
  try {
    fn(t);
  } catch (error) {
    note(`thrown: ${error}`, error);
  }
}

/** Checks an error as Node's `common.expectsError` does, but for its message; with a function, calls that first. */
function expectsError(fn, settings = fn) {
  const validate = (error) => {
    // The wording of messages has changed since: it is not compared.
    const { type = Error, code } = settings;
    const good = error instanceof type && (code === undefined || error.code === code);
    if (!good) note(`expected ${type.name} ${code}, got ${error.name} ${error.code} ${error.message}`);
    return true;
  };
  return typeof fn === "function" ? throws(fn, validate) : validate;
}

class Skip extends Error {}
const common = {
  expectsError,
  mustCall: (fn = () => {}) => fn,
  mustNotCall: () => () => note("called"),
  hasCrypto: true,
  skip(reason) {
    throw new Skip(reason);
  },
  printSkipMessage() {},
};

const CUSTOM = Symbol.for("nodejs.util.inspect.custom");
const bufferModule = vd.module("buffer");
const modules = {
  "../": bufferModule,
  "../../": bufferModule,
  buffer: bufferModule,
  assert,
  tape,
  "./common": common,
  crypto: vd.module("crypto"),
  os: { endianness: () => "LE" },
  util: { inspect: (value) => value[CUSTOM]?.(2, {}, show) ?? value.inspect() },
  vm: { runInNewContext: (code, names = {}) => new Function(...Object.keys(names), `return ${code}`)(...Object.values(names)) },
  "is-buffer": (value) => value?.constructor?.isBuffer?.(value) === true,
  "is-nan": Number.isNaN,
};

/**
 * @param {string} name
 * @param {number} first the line of this script on which the file begins
 * @param {Function} run the file
 */
function runFile(name, first, run) {
  running = name;
  firstLine = first;
  const require = (wanted) => {
    if (!(wanted in modules)) throw new Error(`the harness has no module ${wanted}`);
    return modules[wanted];
  };
  try {
    run(require, { exports: {} }, {}, name);
  } catch (error) {
    if (!(error instanceof Skip)) note(`thrown: ${error}`, error);
  }
  for (const failure of failures) console.log(failure);
}
