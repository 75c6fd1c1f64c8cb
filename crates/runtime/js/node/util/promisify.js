/**
 * promisify and callbackify: between callbacks and promises.
 */

const { makeError } = require("node/errors");
const { checkFunction } = require("node/validate");

const { apply } = Reflect;
const { defineProperties, defineProperty, getOwnPropertyDescriptors, getPrototypeOf, setPrototypeOf } = Object;

const CUSTOM = Symbol.for("nodejs.util.promisify.custom");
/** On functions whose callback has several results: their names. */
const RESULT_NAMES = Symbol("customPromisifyArgs");

/** @param {Function} original takes a callback last */
function promisify(original) {
  checkFunction(original, "original");
  const custom = original[CUSTOM];
  if (custom) {
    checkFunction(custom, "util.promisify.custom");
    return defineProperty(custom, CUSTOM, { value: custom, enumerable: false, writable: false, configurable: true });
  }
  const names = original[RESULT_NAMES];
  function fn(...args) {
    return new Promise((resolve, reject) => {
      const callback = (error, ...values) => {
        if (error) reject(error);
        else if (names !== undefined && values.length > 1) resolve(Object.fromEntries(names.map((name, i) => [name, values[i]])));
        else resolve(values[0]);
      };
      apply(original, this, [...args, callback]);
    });
  }
  setPrototypeOf(fn, getPrototypeOf(original));
  defineProperty(fn, CUSTOM, { value: fn, enumerable: false, writable: false, configurable: true });
  const own = getOwnPropertyDescriptors(original);
  for (const key of Reflect.ownKeys(own)) if (Reflect.getOwnPropertyDescriptor(fn, key)?.configurable === false) delete own[key];
  return defineProperties(fn, own);
}
promisify.custom = CUSTOM;

/** A callback must be given an error: a falsy reason gets one around it. */
function asError(reason) {
  if (reason) return reason;
  const error = makeError(Error, "ERR_FALSY_VALUE_REJECTION", "Promise was rejected with falsy value");
  error.reason = reason;
  return error;
}

/** @param {Function} original gives a promise */
function callbackify(original) {
  checkFunction(original, "original");
  function callbackified(...args) {
    const callback = args.pop();
    checkFunction(callback, "last argument");
    const { nextTick } = require("node/process").process;
    apply(original, this, args).then(
      (value) => nextTick(() => apply(callback, this, [null, value])),
      (reason) => nextTick(() => apply(callback, this, [asError(reason)])),
    );
  }
  const own = getOwnPropertyDescriptors(original);
  if (typeof own.length?.value === "number") own.length.value++;
  if (typeof own.name?.value === "string") own.name.value += "Callbackified";
  for (const key of Reflect.ownKeys(own)) if (Reflect.getOwnPropertyDescriptor(callbackified, key)?.configurable === false) delete own[key];
  return defineProperties(callbackified, own);
}

Object.assign(exports, { promisify, callbackify, CUSTOM, RESULT_NAMES });
