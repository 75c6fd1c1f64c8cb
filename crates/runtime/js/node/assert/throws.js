/**
 * throws, rejects and their opposites: that something fails, and how.
 */

const { AssertionError } = require("node/assert/error");
const { isDeepStrictEqual } = require("node/deep_equal");
const { invalidArgType, invalidArgValue, makeError } = require("node/errors");
const types = require("node/util/types");

const { apply } = Reflect;
const NOTHING = Symbol("nothing was thrown");

function show(value, options) {
  return require("node/util/inspect").inspect(value, options);
}

function run(fn) {
  if (typeof fn !== "function") throw invalidArgType("fn", "function", fn);
  try {
    fn();
  } catch (error) {
    return error;
  }
  return NOTHING;
}

function isPromiseLike(value) {
  return types.isPromise(value) || (value !== null && typeof value === "object" && typeof value.then === "function" && typeof value.catch === "function");
}

async function settle(promiseFn) {
  let promise = promiseFn;
  if (typeof promiseFn === "function") {
    promise = promiseFn();
    if (!isPromiseLike(promise)) {
      const kind = promise === null || typeof promise !== "object" ? `type ${typeof promise}` : `an instance of ${promise.constructor?.name ?? "Object"}`;
      throw makeError(TypeError, "ERR_INVALID_RETURN_VALUE", `Expected instance of Promise to be returned from the "promiseFn" function but got ${kind}.`);
    }
  } else if (!isPromiseLike(promise)) {
    throw invalidArgType("promiseFn", ["function", "Promise"], promise);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return NOTHING;
}

/** Only the keys that were asked for, in an object that is shown in their place. */
class Comparison {
  constructor(source, keys, actual) {
    for (const key of keys) {
      if (!(key in source)) continue;
      const isMatched = actual !== undefined && typeof actual[key] === "string" && types.isRegExp(source[key]) && source[key].test(actual[key]);
      this[key] = isMatched ? actual[key] : source[key];
    }
  }
}

function compareKey(actual, expected, key, message, keys, operator) {
  if (key in actual && isDeepStrictEqual(actual[key], expected[key])) return;
  const error = new AssertionError({
    actual: new Comparison(actual, keys),
    expected: new Comparison(expected, keys, actual),
    operator: "deepStrictEqual",
    message,
  });
  error.actual = actual;
  error.expected = expected;
  error.operator = operator;
  error.generatedMessage = !message;
  throw error;
}

function expectObject(actual, expected, message, operator) {
  if (typeof actual !== "object" || actual === null) {
    const error = new AssertionError({ actual, expected, message, operator: "deepStrictEqual" });
    error.operator = operator;
    throw error;
  }
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push("name", "message");
  else if (keys.length === 0) throw invalidArgValue("error", expected, "may not be an empty object");
  for (const key of keys) {
    if (typeof actual[key] === "string" && types.isRegExp(expected[key]) && expected[key].test(actual[key])) continue;
    compareKey(actual, expected, key, message, keys, operator);
  }
}

function fail(actual, expected, message, generated, operator) {
  const error = new AssertionError({ actual, expected, message: message || generated, operator });
  error.generatedMessage = !message;
  throw error;
}

function textOf(value) {
  return value instanceof Error ? String(value) : show(value);
}

/** Holds what was thrown against what was expected. */
function expectException(actual, expected, message, operator) {
  if (typeof expected !== "function") {
    if (types.isRegExp(expected)) {
      if (expected.test(String(actual))) return;
      return fail(actual, expected, message, `The input did not match the regular expression ${show(expected)}. Input:\n\n${show(String(actual))}\n`, operator);
    }
    return expectObject(actual, expected, message, operator);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return;
  if (Error.isPrototypeOf(expected)) {
    let text = `The error is expected to be an instance of "${expected.name}". Received `;
    if (actual instanceof Error) text += `"${actual.constructor?.name ?? actual.name}"`;
    else text += `"${show(actual, { depth: -1 })}"`;
    if (actual instanceof Error) text += `\n\nError message:\n\n${actual.message}`;
    return fail(actual, expected, message, text, operator);
  }
  const result = apply(expected, {}, [actual]);
  if (result === true) return;
  const name = expected.name ? `"${expected.name}" ` : "";
  let text = `The ${name}validation function is expected to return "true". Received ${show(result)}`;
  if (actual instanceof Error) text += `\n\nCaught error:\n\n${textOf(actual)}`;
  fail(actual, expected, message, text, operator);
}


/** Takes the arguments of `throws` and `rejects` apart. */
function expectsError(operator, actual, error, message, count) {
  let expected = error;
  let text = message;
  if (typeof error === "string") {
    if (count === 4) throw invalidArgType("error", ["function", "Error", "RegExp", "Object"], error);
    if (typeof actual === "object" && actual !== null) {
      if (actual.message === error) throw makeError(TypeError, "ERR_AMBIGUOUS_ARGUMENT", `The "error/message" argument is ambiguous. The error message "${actual.message}" is identical to the message.`);
    } else if (actual === error) {
      throw makeError(TypeError, "ERR_AMBIGUOUS_ARGUMENT", `The "error/message" argument is ambiguous. The error "${actual}" is identical to the message.`);
    }
    text = error;
    expected = undefined;
  } else if (error !== null && error !== undefined && typeof error !== "object" && typeof error !== "function") {
    throw invalidArgType("error", ["function", "Error", "RegExp", "Object"], error);
  } else if (error === null) {
    throw invalidArgType("error", ["function", "Error", "RegExp", "Object"], error);
  }
  if (actual === NOTHING) {
    const details = `${expected?.name ? ` (${expected.name})` : ""}${text ? `: ${text}` : "."}`;
    const kind = operator === "rejects" ? "rejection" : "exception";
    const missing = new AssertionError({ actual: undefined, expected, operator, stackStartFn: exports[operator], message: `Missing expected ${kind}${details}` });
    missing.generatedMessage = !text;
    throw missing;
  }
  if (expected !== undefined) expectException(actual, expected, text, operator);
}


function expectsNoError(operator, actual, error, message) {
  if (actual === NOTHING) return;
  let expected = error;
  let text = message;
  if (typeof error === "string") {
    text = error;
    expected = undefined;
  }
  if (!expected || matches(actual, expected)) {
    const details = text ? `: ${text}` : ".";
    const kind = operator === "doesNotReject" ? "rejection" : "exception";
    const told = actual !== null && actual !== undefined && actual.message !== undefined ? actual.message : String(actual);
    const unwanted = new AssertionError({ actual, expected, operator, stackStartFn: exports[operator], message: `Got unwanted ${kind}${details}\nActual message: "${told}"` });
    unwanted.generatedMessage = !text;
    throw unwanted;
  }
  throw actual;
}

function matches(actual, expected) {
  if (typeof expected !== "function") {
    if (types.isRegExp(expected)) return expected.test(String(actual));
    throw invalidArgType("expected", ["function", "RegExp"], expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (Error.isPrototypeOf(expected)) return false;
  return apply(expected, {}, [actual]) === true;
}

exports.throws = function throws(fn, ...args) {
  expectsError("throws", run(fn), args[0], args[1], args.length + 2);
};
exports.rejects = async function rejects(promiseFn, ...args) {
  expectsError("rejects", await settle(promiseFn), args[0], args[1], args.length + 2);
};
exports.doesNotThrow = function doesNotThrow(fn, ...args) {
  expectsNoError("doesNotThrow", run(fn), ...args);
};
exports.doesNotReject = async function doesNotReject(fn, ...args) {
  expectsNoError("doesNotReject", await settle(fn), ...args);
};
