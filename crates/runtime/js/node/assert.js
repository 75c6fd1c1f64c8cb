/**
 * The module `assert`; `assert.strict` has the strict comparisons under the loose names.
 */

const { AssertionError } = require("node/assert/error");
const { isDeepEqual, isDeepStrictEqual } = require("node/deep_equal");
const failing = require("node/assert/throws");
const { invalidArgType, makeError } = require("node/errors");
const { isRegExp } = require("node/util/types");

const { is } = Object;

/** Throws the error that somebody gave in place of a message. */
function raise(options) {
  if (options.message instanceof Error) throw options.message;
  throw new AssertionError(options);
}

function needTwo(count) {
  if (count < 2) throw makeError(TypeError, "ERR_MISSING_ARGS", 'The "actual" and "expected" arguments must be specified');
}

function checkTruth(args, caller) {
  const [value, message] = args;
  if (value) return;
  if (args.length === 0) {
    const error = new AssertionError({ actual: value, expected: true, operator: "==", message: "No value argument passed to `assert.ok()`", stackStartFn: caller });
    error.generatedMessage = true;
    throw error;
  }
  raise({ actual: value, expected: true, message, operator: "==", stackStartFn: caller });
}

function assert(...args) {
  checkTruth(args, assert);
}

assert.ok = function ok(...args) {
  checkTruth(args, ok);
};

/** With several arguments the old form: `actual, expected, message, operator`. */
assert.fail = function fail(actual, expected, message, operator, stackStartFn) {
  const count = arguments.length;
  let text = message;
  let between = operator;
  if (actual === undefined && expected === undefined && count <= 1) text = "Failed";
  else if (count === 1) {
    text = actual;
    actual = undefined;
  } else {
    require("node/process").process.emitWarning(
      "assert.fail() with more than one argument is deprecated. Please use assert.strictEqual() instead or only pass a message.",
      "DeprecationWarning",
      "DEP0094",
    );
    if (count === 2) between = "!=";
  }
  if (text instanceof Error) throw text;
  const options = { actual, expected, operator: between === undefined ? "fail" : between, stackStartFn };
  if (text !== undefined) options.message = text;
  const error = new AssertionError(options);
  if (text === "Failed" && count <= 1 && !(count === 1 && actual !== undefined)) error.generatedMessage = arguments[0] === undefined;
  throw error;
};

const comparisons = {
  equal: ["==", (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b))],
  notEqual: ["!=", (a, b) => a != b && !(Number.isNaN(a) && Number.isNaN(b))],
  deepEqual: ["deepEqual", isDeepEqual],
  notDeepEqual: ["notDeepEqual", (a, b) => !isDeepEqual(a, b)],
  deepStrictEqual: ["deepStrictEqual", isDeepStrictEqual],
  notDeepStrictEqual: ["notDeepStrictEqual", (a, b) => !isDeepStrictEqual(a, b)],
  strictEqual: ["strictEqual", is],
  notStrictEqual: ["notStrictEqual", (a, b) => !is(a, b)],
};
for (const name of Object.keys(comparisons)) {
  const [operator, holds] = comparisons[name];
  assert[name] = function (actual, expected, message) {
    needTwo(arguments.length);
    if (!holds(actual, expected)) raise({ actual, expected, message, operator, stackStartFn: assert[name] });
  };
  Object.defineProperty(assert[name], "name", { value: name });
}

/** Anything but null and undefined is an error that should not be. */
assert.ifError = function ifError(error) {
  if (error === null || error === undefined) return;
  let message = "ifError got unwanted exception: ";
  if (typeof error === "object" && typeof error.message === "string") {
    message += error.message.length === 0 && error.constructor ? error.constructor.name : error.message;
  } else {
    message += require("node/util/inspect").inspect(error);
  }
  const unwanted = new AssertionError({ actual: error, expected: null, operator: "ifError", message });
  unwanted.generatedMessage = true;
  throw unwanted;
};

function checkMatch(string, regexp, message, isWanted, name) {
  if (!isRegExp(regexp)) throw invalidArgType("regexp", "RegExp", regexp);
  if (typeof string === "string" && regexp.test(string) === isWanted) return;
  if (message instanceof Error) throw message;
  const { inspect } = require("node/util/inspect");
  const generated =
    typeof string !== "string"
      ? `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`
      : `${isWanted ? "The input did not match the regular expression " : "The input was expected to not match the regular expression "}${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
  const error = new AssertionError({ actual: string, expected: regexp, message: message || generated, operator: name, stackStartFn: assert[name] });
  error.generatedMessage = !message;
  throw error;
}
assert.match = function match(string, regexp, message) {
  checkMatch(string, regexp, message, true, "match");
};
assert.doesNotMatch = function doesNotMatch(string, regexp, message) {
  checkMatch(string, regexp, message, false, "doesNotMatch");
};

Object.assign(assert, failing);
assert.AssertionError = AssertionError;
Object.defineProperty(assert, "CallTracker", {
  get: () => require("node/assert/call_tracker").CallTracker,
  enumerable: true,
  configurable: true,
});

function strict(...args) {
  checkTruth(args, strict);
}
Object.defineProperties(strict, Object.getOwnPropertyDescriptors({ ...assert }));
Object.defineProperty(strict, "CallTracker", Object.getOwnPropertyDescriptor(assert, "CallTracker"));
strict.equal = assert.strictEqual;
strict.deepEqual = assert.deepStrictEqual;
strict.notEqual = assert.notStrictEqual;
strict.notDeepEqual = assert.notDeepStrictEqual;
strict.strict = strict;
assert.strict = strict;

module.exports = assert;
