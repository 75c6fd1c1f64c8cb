/**
 * Promises as the streams standard speaks of them. They are the engine's own: a program that replaces
 * `Promise` or its `then` does not come between.
 */

const NativePromise = Promise;
const { call } = Function.prototype;
/** @type {(promise: Promise<any>, onFulfilled?: Function, onRejected?: Function) => Promise<any>} */
const then = call.bind(NativePromise.prototype.then);
const noop = () => {};

/**
 * @typedef {object} Deferred a promise with what settles it
 * @property {Promise<any>} promise
 * @property {(value?: any) => void} resolve
 * @property {(reason?: any) => void} reject
 */

exports.then = then;
exports.noop = noop;

/** @returns {Deferred} */
exports.deferred = function deferred() {
  let resolve;
  let reject;
  const promise = new NativePromise((a, b) => {
    resolve = a;
    reject = b;
  });
  return { promise, resolve, reject };
};

/** A new promise, also of a promise (Web IDL, "a promise resolved with"). */
exports.resolvedWith = (value) => new NativePromise((resolve) => resolve(value));

/** @returns {Promise<any>} */
exports.rejectedWith = (reason) => new NativePromise((_, reject) => reject(reason));

/** Nobody is told when this promise is rejected. */
exports.handled = (promise) => {
  then(promise, undefined, noop);
  return promise;
};

const settled = new NativePromise((resolve) => resolve(undefined));
/** @param {() => void} step runs after what runs now */
exports.microtask = (step) => void then(settled, step);

/** @returns {Promise<undefined>} fulfilled when all are, rejected with the first rejection */
exports.all = (promises) =>
  new NativePromise((resolve, reject) => {
    let left = promises.length;
    if (left === 0) resolve(undefined);
    const one = () => {
      if (--left === 0) resolve(undefined);
    };
    for (let i = 0; i < promises.length; i++) then(promises[i], one, reject);
  });
