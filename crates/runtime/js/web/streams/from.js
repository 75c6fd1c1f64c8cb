/** `ReadableStream.from` (Streams, 4.9.2): a stream of what an iterable gives, asked for one by one. */

const { rejectedWith, resolvedWith, then } = require("web/streams/promises");
const { isObject } = require("web/streams/convert");
const { createReadable } = require("web/streams/readable_default_controller");

const { apply } = Reflect;
const { asyncIterator, iterator: syncIterator } = Symbol;

/**
 * @param {any} iterable
 * @returns {{iterator: any, next: Function, isAsync: boolean}}
 */
function open(iterable) {
  if (iterable === undefined || iterable === null) throw new TypeError(`${iterable} is not iterable`);
  let method = iterable[asyncIterator];
  const isAsync = method !== undefined && method !== null;
  if (!isAsync) method = iterable[syncIterator];
  if (typeof method !== "function") throw new TypeError("An iterable is needed: it has neither Symbol.asyncIterator nor Symbol.iterator");
  const iterator = apply(method, iterable, []);
  if (!isObject(iterator)) throw new TypeError("The iterator is no object");
  return { iterator, next: iterator.next, isAsync };
}

/**
 * @param {unknown} iterable
 * @returns {import("web/streams/readable_core").Stream}
 */
exports.fromIterable = function fromIterable(iterable) {
  const { iterator, next, isAsync } = open(iterable);
  const pull = () => {
    let result;
    try {
      result = apply(next, iterator, []);
      if (!isAsync) result = awaitedValue(result);
    } catch (error) {
      return rejectedWith(error);
    }
    return then(resolvedWith(result), (step) => {
      if (!isObject(step)) throw new TypeError("The iterator's next gave no object");
      if (step.done) stream.controller.close();
      else stream.controller.enqueue(step.value);
    });
  };
  const cancel = (reason) => {
    let result;
    try {
      const method = iterator.return;
      if (method === undefined || method === null) return resolvedWith(undefined);
      result = apply(method, iterator, [reason]);
      if (!isAsync) result = awaitedValue(result);
    } catch (error) {
      return rejectedWith(error);
    }
    return then(resolvedWith(result), (step) => {
      if (!isObject(step)) throw new TypeError("The iterator's return gave no object");
    });
  };
  const stream = createReadable(pull, cancel, 0);
  return stream;
};

/** A synchronous iterator's promises are awaited, as `for await` does. */
function awaitedValue(step) {
  if (!isObject(step)) throw new TypeError("The iterator gave no object");
  const done = Boolean(step.done);
  return then(resolvedWith(step.value), (value) => ({ value, done }));
}
