/**
 * Runs one test at a time, as the host asks: it decides how long a test may take and what becomes of
 * the VM when it takes longer.
 */

const registry = require("velo/testing/registry");
const { beginCounting, checkCount } = require("velo/testing/expect");
const { rememberMocks } = require("velo/testing/modules");
const { rememberSpies } = require("velo/testing/mock_function");
const { rememberClock } = require("velo/testing/clock");
const { rememberFetch } = require("velo/testing/fetch");
const { rememberSecrets } = require("velo/testing/secrets");
const recordings = require("velo/testing/recordings");
const { askTestHost, askTestHostNow } = require("velo/testing/host");

/** @type {import("./registry").Suite[]} the suites whose `beforeAll` ran, the outermost first */
let entered = [];
/** @type {Map<object, Function>} what to put back when a suite is left */
const left = new Map();
/** @type {object[]} what went wrong in `afterAll`, when no test was there to fail */
const late = [];

/** Everything that a test may change by the functions of `velodrome:test`. */
function remember() {
  const undo = [rememberMocks(), rememberSpies(), rememberClock(), rememberFetch(), rememberSecrets()];
  return () => undo.forEach((one) => one());
}

function describeError(error) {
  const isObject = error !== null && typeof error === "object";
  const placed = isObject ? error.placed : undefined;
  const stack = isObject ? native.mapStack(error) : "";
  const frames = stack.indexOf("\n    at ");
  return {
    name: isObject && typeof error.name === "string" ? error.name : "",
    message: isObject && "message" in error ? String(error.message) : `thrown: ${require("velo/testing/print").print(error)}`,
    frames: (placed ?? (frames < 0 ? "" : stack.slice(frames))).split("\n").filter((line) => line !== "").map((line) => line.trim()),
    cause: isObject && error.cause !== undefined ? String(error.cause?.message ?? error.cause) : null,
  };
}

/** Calls hooks or a test; gives what went wrong. */
async function attempt(fns, errors) {
  for (const fn of fns) {
    try {
      await fn();
    } catch (error) {
      errors.push(describeError(error));
      return false;
    }
  }
  return true;
}

/** @param {{ name: string }[]} path of suites, the root first @returns {string} as reports show it */
const nameOf = (path, ...more) => [askTestHostNow("file"), ...path.slice(1).map((one) => one.name), ...more].join(" > ");

/** What a recording lacks fails the test, also where the site's code made the best of it. */
function addMissing(errors) {
  const isTold = (error) => errors.some((told) => told.message.includes(error.message) || told.cause?.includes(error.message));
  // In front: it is why the rest went wrong.
  errors.unshift(...recordings.takeMissing().filter((error) => !isTold(error)).map(describeError));
}

async function leave(suite) {
  const errors = [];
  await attempt(suite.hooks.afterAll, errors);
  late.push(...errors.map((error) => ({ ...error, hook: "afterAll" })));
  left.get(suite)?.();
  left.delete(suite);
}

/** Leaves the suites that a test is not in, enters those that it is in. */
async function move(path, errors) {
  const common = entered.findIndex((suite, place) => path[place] !== suite);
  const keep = common < 0 ? entered.length : common;
  if (keep === entered.length && keep === path.length) return true;
  await askTestHost("data", "base");
  while (entered.length > keep) await leave(entered.pop());
  for (const suite of path.slice(keep)) {
    left.set(suite, remember());
    entered.push(suite);
    recordings.begin(nameOf(registry.pathOf(suite)));
    const ran = await attempt(suite.hooks.beforeAll, errors);
    addMissing(errors);
    if (!ran || errors.length > 0) {
      // So that the next test of the suite tries it anew.
      await leave(entered.pop());
      return false;
    }
  }
  return true;
}

async function runTest(index) {
  const test = registry.tests[index];
  const errors = [];
  const path = registry.pathOf(test.suite);
  if (!(await move(path, errors))) {
    return { errors: errors.map((error) => ({ ...error, hook: "beforeAll" })) };
  }
  await askTestHost("data", "copy");
  const undo = remember();
  beginCounting();
  recordings.begin(nameOf(path, test.name));
  const before = path.flatMap((suite) => suite.hooks.beforeEach);
  if (await attempt(before, errors)) await attempt([test.fn, checkCount], errors);
  await attempt(path.toReversed().flatMap((suite) => suite.hooks.afterEach), errors);
  addMissing(errors);
  undo();
  recordings.save();
  return { errors };
}

function list() {
  registry.close();
  recordings.save();
  const suiteMode = (suite, mode) => registry.pathOf(suite).some((one) => one.mode === mode);
  const isOnly = (test) => test.mode === "only" || suiteMode(test.suite, "only");
  const anyOnly = registry.tests.some(isOnly);
  return registry.tests.map((test) => {
    const suites = registry.pathOf(test.suite).slice(1).map((suite) => suite.name);
    const skipped = test.mode === "skip" || suiteMode(test.suite, "skip") || (anyOnly && !isOnly(test));
    return {
      suites,
      name: test.name,
      state: test.mode === "todo" ? "todo" : skipped ? "skipped" : "run",
      timeoutMs: test.timeoutMs,
      frames: describeError(test.site).frames,
    };
  });
}

/** @param {{ step: "list" } | { step: "test", index: number } | { step: "end" }} what */
exports.run = async function run(what) {
  if (what.step === "list") return list();
  if (what.step === "test") return runTest(what.index);
  await askTestHost("data", "base");
  while (entered.length > 0) await leave(entered.pop());
  recordings.save();
  return { errors: late };
};
