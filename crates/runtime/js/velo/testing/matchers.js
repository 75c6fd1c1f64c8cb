/**
 * What can be expected of a value. A matcher gives whether it holds, and the error that tells of the
 * opposite of what was wanted (`not` turns it around).
 *
 * @typedef {{ pass: boolean, error: () => Error }} Result
 * @typedef {(received: any, context: { call: string, not: boolean }, ...args: any[]) => Result} Matcher
 */

const { print } = require("velo/testing/print");
const { equals, isSubset } = require("velo/testing/equality");
const { isClose, isAsymmetric } = require("velo/testing/asymmetric");
const { differs, fails } = require("velo/testing/failure");

/** A matcher that compares with one value. */
const comparing = (holds, note = "") => (received, { call, not }, expected) => ({
  pass: holds(received, expected),
  error: () => (not ? fails(call, `expected anything but ${print(expected)}`) : differs(call, expected, received, note)),
});

/** A matcher that says in words what it wants. */
const saying = (holds, words) => (received, { call, not }, ...args) => ({
  pass: holds(received, ...args),
  error: () => fails(call, `expected: ${not ? "not " : ""}${words(...args)}`, `received: ${print(received)}`),
});

const numeric = (value) => typeof value === "number" || typeof value === "bigint";
const ordered = (holds, words) => saying((a, b) => numeric(a) && numeric(b) && holds(a, b), (b) => `${words} ${print(b)}`);

function contains(received, item, same) {
  if (typeof received === "string") {
    if (typeof item !== "string") throw new TypeError("toContain: a string contains strings only");
    return received.includes(item);
  }
  if (received === null || received === undefined || typeof received[Symbol.iterator] !== "function") {
    throw new TypeError(`toContain: ${print(received)} is neither a string nor a list`);
  }
  return [...received].some((one) => same(one, item));
}

/** @returns {(string | number)[]} */
const pathOf = (path) => (Array.isArray(path) ? path : String(path).split(/[.[\]]/).filter((part) => part !== ""));

function at(value, path) {
  for (const key of path) {
    if (value === null || value === undefined || !(key in Object(value))) return { found: false, value: undefined };
    value = value[key];
  }
  return { found: true, value };
}

function thrownBy(received, fromPromise) {
  if (fromPromise) return { threw: true, error: received };
  if (typeof received !== "function") throw new TypeError("toThrow: expect takes a function that throws: expect(() => f()).toThrow()");
  let returned;
  try {
    returned = received();
  } catch (error) {
    return { threw: true, error };
  }
  if (returned !== null && typeof returned === "object" && typeof returned.then === "function") {
    // Its own rejection is no business of anybody any more.
    returned.then(undefined, () => {});
    throw new TypeError("toThrow: the function gave a promise; await expect(promise).rejects.toThrow(..) waits for it");
  }
  return { threw: false, error: undefined };
}

const messageOf = (error) => (error !== null && typeof error === "object" && "message" in error ? String(error.message) : String(error));

function throwMatches(error, expected) {
  if (expected === undefined) return true;
  if (typeof expected === "string") return messageOf(error).includes(expected);
  if (expected instanceof RegExp) return expected.test(messageOf(error));
  if (isAsymmetric(expected)) return expected.asymmetricMatch(error);
  if (typeof expected === "function") return error instanceof expected;
  return messageOf(error) === messageOf(expected);
}

function toThrow(received, { call, not, fromPromise }, expected) {
  const { threw, error } = thrownBy(received, fromPromise);
  const wanted = typeof expected === "function" ? expected.name : expected instanceof Error ? print(messageOf(expected)) : print(expected);
  return {
    pass: threw && throwMatches(error, expected),
    error: () => {
      if (!threw) return fails(call, `expected ${expected === undefined ? "an error" : wanted}`, "received: nothing was thrown");
      const got = `${error instanceof Error ? error.name : "a value"}: ${print(messageOf(error))}`;
      return not ? fails(call, `expected no such error`, `received: ${got}`) : fails(call, `expected: ${wanted}`, `received: ${got}`);
    },
  };
}

function callsOf(mock, name) {
  if (mock?._isMockFunction !== true) throw new TypeError(`${name}: expect takes a function made with fn() or spyOn()`);
  return mock.mock.calls;
}

const listCalls = (calls) => (calls.length === 0 ? "it was not called" : calls.slice(0, 10).map((args, index) => `${index + 1}: ${print(args)}`).join("\n"));

const called = (name, holds, words) => (received, { call, not }, ...args) => {
  const calls = callsOf(received, name);
  return {
    pass: holds(calls, ...args),
    error: () => fails(call, `expected: ${not ? "not " : ""}${words(...args)}`, `calls (${calls.length}):`, listCalls(calls)),
  };
};

const returned = (name, holds, words) => (received, { call, not }, ...args) => {
  callsOf(received, name);
  const results = received.mock.results.filter((result) => result.type === "return").map((result) => result.value);
  return {
    pass: holds(results, ...args),
    error: () => fails(call, `expected: ${not ? "not " : ""}${words(...args)}`, `received: ${print(results)}`),
  };
};

const wordsOfArgs = (...args) => `a call with ${print(args)}`;

/** @type {Record<string, Matcher>} */
exports.matchers = {
  toBe: (received, context, expected) => {
    const alike = !Object.is(received, expected) && equals(received, expected);
    return comparing(Object.is, alike ? "they look the same, but are two objects: toEqual compares what is in them" : "")(received, context, expected);
  },
  toEqual: comparing((received, expected) => equals(received, expected)),
  toStrictEqual: comparing((received, expected) => equals(received, expected, true)),
  toMatchObject: comparing((received, expected) => isSubset(received, expected), "expected to have at least:"),
  toBeCloseTo: saying((received, expected, digits = 2) => typeof received === "number" && isClose(received, expected, digits), (expected, digits = 2) => `${expected}, to ${digits} digits`),
  toBeGreaterThan: ordered((a, b) => a > b, "more than"),
  toBeGreaterThanOrEqual: ordered((a, b) => a >= b, "at least"),
  toBeLessThan: ordered((a, b) => a < b, "less than"),
  toBeLessThanOrEqual: ordered((a, b) => a <= b, "at most"),
  toBeTruthy: saying(Boolean, () => "something truthy"),
  toBeFalsy: saying((value) => !value, () => "something falsy"),
  toBeNull: saying((value) => value === null, () => "null"),
  toBeUndefined: saying((value) => value === undefined, () => "undefined"),
  toBeDefined: saying((value) => value !== undefined, () => "anything but undefined"),
  toBeNaN: saying(Number.isNaN, () => "NaN"),
  toBeTypeOf: saying((value, type) => typeof value === type, (type) => `a ${type}`),
  toBeInstanceOf: saying((value, type) => value instanceof type, (type) => `an instance of ${type.name}`),
  toBeOneOf: saying((value, list) => [...list].some((one) => equals(value, one)), (list) => `one of ${print(list)}`),
  toContain: saying((received, item) => contains(received, item, Object.is), (item) => `something with ${print(item)} in it`),
  toContainEqual: saying((received, item) => contains(received, item, (a, b) => equals(a, b)), (item) => `something with ${print(item)} in it`),
  toMatch: saying(
    (received, pattern) => {
      if (typeof received !== "string") return false;
      return typeof pattern === "string" ? received.includes(pattern) : new RegExp(pattern).test(received);
    },
    (pattern) => `a string that matches ${typeof pattern === "string" ? print(pattern) : String(pattern)}`,
  ),
  toHaveLength: (received, { call, not }, length) => ({
    pass: received?.length === length,
    error: () => fails(call, `expected length: ${not ? "not " : ""}${length}`, `received length: ${print(received?.length)}`, `received: ${print(received)}`),
  }),
  toHaveProperty: (received, { call, not }, path, ...values) => {
    const { found, value } = at(received, pathOf(path));
    return {
      pass: found && (values.length === 0 || equals(value, values[0])),
      error: () => {
        if (not) return fails(call, `expected no such property ${print(path)}`, `received: ${print(received)}`);
        return found ? differs(call, values[0], value, `the property ${print(path)}:`) : fails(call, `expected a property ${print(path)}`, `received: ${print(received)}`);
      },
    };
  },
  toSatisfy: saying((value, holds) => Boolean(holds(value)), (holds) => `something that ${holds.name || "the function"} accepts`),
  toThrow,
  toThrowError: toThrow,
  toHaveBeenCalled: called("toHaveBeenCalled", (calls) => calls.length > 0, () => "at least one call"),
  toHaveBeenCalledOnce: called("toHaveBeenCalledOnce", (calls) => calls.length === 1, () => "one call"),
  toHaveBeenCalledTimes: called("toHaveBeenCalledTimes", (calls, times) => calls.length === times, (times) => `${times} calls`),
  toHaveBeenCalledWith: called("toHaveBeenCalledWith", (calls, ...args) => calls.some((one) => equals(one, args)), wordsOfArgs),
  toHaveBeenLastCalledWith: called("toHaveBeenLastCalledWith", (calls, ...args) => calls.length > 0 && equals(calls.at(-1), args), wordsOfArgs),
  toHaveBeenNthCalledWith: called("toHaveBeenNthCalledWith", (calls, n, ...args) => calls.length >= n && equals(calls[n - 1], args), (n, ...args) => `call ${n} with ${print(args)}`),
  toHaveReturned: returned("toHaveReturned", (results) => results.length > 0, () => "a value"),
  toHaveReturnedTimes: returned("toHaveReturnedTimes", (results, times) => results.length === times, (times) => `${times} values`),
  toHaveReturnedWith: returned("toHaveReturnedWith", (results, value) => results.some((one) => equals(one, value)), (value) => print(value)),
};
