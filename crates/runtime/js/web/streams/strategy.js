/**
 * Queuing strategies (Streams, 7): how much a stream takes in before it asks for a rest.
 */

const { expose, requireArguments } = require("web/idl");
const { dictionary, callback } = require("web/streams/convert");
const { apply } = Reflect;

/** @param {any} init */
function markOf(init, name) {
  if (init === null || (typeof init !== "object" && typeof init !== "function")) throw new TypeError(`${name} needs an object with highWaterMark`);
  const mark = init.highWaterMark;
  if (mark === undefined) throw new TypeError(`${name} needs highWaterMark`);
  return +mark;
}

// One function for all, whose name programs may see.
const byteSize = { size: (chunk) => chunk.byteLength }.size;
const countSize = { size: () => 1 }.size;

class ByteLengthQueuingStrategy {
  #mark;

  /** @param {{highWaterMark: number}} init in bytes */
  constructor(init) {
    requireArguments(arguments.length, ["init"]);
    this.#mark = markOf(init, "ByteLengthQueuingStrategy");
  }

  get highWaterMark() {
    return this.#mark;
  }

  get size() {
    void this.#mark;
    return byteSize;
  }
}
expose(ByteLengthQueuingStrategy);

class CountQueuingStrategy {
  #mark;

  /** @param {{highWaterMark: number}} init in chunks */
  constructor(init) {
    requireArguments(arguments.length, ["init"]);
    this.#mark = markOf(init, "CountQueuingStrategy");
  }

  get highWaterMark() {
    return this.#mark;
  }

  get size() {
    void this.#mark;
    return countSize;
  }
}
expose(CountQueuingStrategy);

/**
 * @param {unknown} strategy
 * @returns {{highWaterMark: number | undefined, size: Function | undefined}}
 */
exports.readStrategy = function readStrategy(strategy) {
  const given = dictionary(strategy, "The strategy");
  if (given === undefined) return { highWaterMark: undefined, size: undefined };
  const mark = given.highWaterMark;
  return { highWaterMark: mark === undefined ? undefined : +mark, size: callback(given.size, "The strategy's size") };
};

/** @param {number | undefined} mark @param {number} otherwise */
exports.highWaterMark = function highWaterMark(mark, otherwise) {
  if (mark === undefined) return otherwise;
  if (mark !== mark || mark < 0) throw new RangeError("The strategy's highWaterMark must be a number that is not negative");
  return mark;
};

/** @param {Function | undefined} size @returns {((chunk: unknown) => number) | undefined} undefined: each counts as 1 */
exports.sizeAlgorithm = (size) => (size === undefined || size === countSize ? undefined : (chunk) => +apply(size, undefined, [chunk]));

exports.ByteLengthQueuingStrategy = ByteLengthQueuingStrategy;
exports.CountQueuingStrategy = CountQueuingStrategy;
