/**
 * The suites and tests of one file, in the order in which they are written.
 */

const { expand } = require("velo/testing/each");

/** Deeper nesting is a mistake (a suite that describes itself). */
const DEPTH_MAX = 100;
/** More tests in one file would not end in any sensible time. */
const TESTS_MAX = 10_000;

/**
 * @typedef {{ name: string, parent: Suite | null, mode: Mode, hooks: Record<HookName, Function[]>, depth: number }} Suite
 * @typedef {{ name: string, suite: Suite, mode: Mode, fn: Function | null, timeoutMs: number | null, site: Error }} Test
 * @typedef {"run" | "only" | "skip" | "todo"} Mode
 * @typedef {"beforeAll" | "beforeEach" | "afterEach" | "afterAll"} HookName
 */

/** @returns {Suite} */
function makeSuite(name, parent, mode) {
  const hooks = { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] };
  return { name, parent, mode, hooks, depth: parent === null ? 0 : parent.depth + 1 };
}

const root = makeSuite("", null, "run");
/** @type {Test[]} */
const tests = [];
let current = root;
let closed = false;

exports.root = root;
exports.tests = tests;

/** No test may be added once the first one runs. */
exports.close = function close() {
  closed = true;
};

function checkOpen(what) {
  if (closed) throw new Error(`${what} must be called while the file loads, not inside a test`);
}

function checkName(name, what) {
  if (typeof name !== "string" && typeof name !== "function" && typeof name !== "number") {
    throw new TypeError(`${what} takes a name and a function`);
  }
  return typeof name === "function" ? name.name : String(name);
}

function addSuite(mode, name, body) {
  checkOpen("describe");
  name = checkName(name, "describe");
  if (typeof body !== "function") throw new TypeError(`describe("${name}") has no function`);
  if (current.depth >= DEPTH_MAX) throw new Error(`describe("${name}") is nested more than ${DEPTH_MAX} deep`);
  const suite = makeSuite(name, current, mode);
  const before = current;
  current = suite;
  try {
    const returned = body();
    if (returned !== null && typeof returned === "object" && typeof returned.then === "function") {
      throw new Error(`describe("${name}") is given an async function; only tests and hooks may be async`);
    }
  } finally {
    current = before;
  }
}

function addTest(mode, name, fn, options) {
  checkOpen("it");
  name = checkName(name, "it");
  if (mode !== "todo" && typeof fn !== "function") {
    throw new TypeError(`it("${name}") has no function; it.todo("${name}") notes a test to be written`);
  }
  if (tests.length >= TESTS_MAX) throw new Error(`a file may have ${TESTS_MAX} tests`);
  const timeoutMs = typeof options === "number" ? options : options?.timeout ?? null;
  tests.push({ name, suite: current, mode, fn: mode === "todo" ? null : fn, timeoutMs, site: new Error(name) });
}

/**
 * A function that adds suites or tests, with its variants.
 * @param {(mode: Mode, name: any, body: any, options?: any) => void} add
 * @param {boolean} mayBeTodo
 */
function adder(add, mayBeTodo) {
  const of = (/** @type {Mode} */ mode) => {
    const one = (name, body, options) => add(mode, name, body, options);
    one.each = (table, ...values) => {
      const rows = expand(table, values);
      return (name, body, options) => {
        if (typeof body !== "function") throw new TypeError("each(table) takes a name and a function");
        rows.forEach((row, index) => add(mode, row.title(name, index), () => body(...row.values), options));
      };
    };
    return one;
  };
  const all = of("run");
  all.only = of("only");
  all.skip = of("skip");
  all.skipIf = (condition) => (condition ? all.skip : all);
  all.runIf = (condition) => (condition ? all : all.skip);
  if (mayBeTodo) all.todo = (name) => add("todo", name, null);
  return all;
}

exports.describe = adder(addSuite, false);
exports.it = adder(addTest, true);

/** @param {HookName} name */
function hook(name) {
  return (fn) => {
    checkOpen(name);
    if (typeof fn !== "function") throw new TypeError(`${name} takes a function`);
    current.hooks[name].push(fn);
  };
}

exports.beforeAll = hook("beforeAll");
exports.beforeEach = hook("beforeEach");
exports.afterEach = hook("afterEach");
exports.afterAll = hook("afterAll");

/** @param {Suite} suite @returns {Suite[]} from the root to the suite */
exports.pathOf = function pathOf(suite) {
  const path = [];
  for (let at = suite; at !== null; at = at.parent) path.unshift(at);
  return path;
};
