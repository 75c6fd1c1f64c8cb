/**
 * Values that stand for many: `expect.any(Number)` equals every number.
 */

const KIND = Symbol("asymmetric");

class Asymmetric {
  #matches;
  #text;

  constructor(matches, text) {
    this.#matches = matches;
    this.#text = text;
    Object.defineProperty(this, KIND, { value: true });
  }

  asymmetricMatch(value) {
    return this.#matches(value);
  }

  toString() {
    return this.#text();
  }
}

/** @param {any} value @returns {boolean} also for those of libraries */
exports.isAsymmetric = (value) => value !== null && typeof value === "object" && (value[KIND] === true || typeof value.asymmetricMatch === "function");

// Asked for when they are used: they ask for this file, too.
const equals = (a, b) => require("velo/testing/equality").equals(a, b);
const isSubset = (value, wanted) => require("velo/testing/equality").isSubset(value, wanted);
const print = (value) => require("velo/testing/print").print(value);

const PRIMITIVES = new Map([
  [String, "string"],
  [Number, "number"],
  [Boolean, "boolean"],
  [BigInt, "bigint"],
  [Symbol, "symbol"],
  [Function, "function"],
]);

function isOf(value, type) {
  if (PRIMITIVES.has(type)) return typeof value === PRIMITIVES.get(type) || value instanceof type;
  if (type === Object) return value !== null && typeof value === "object";
  return value instanceof type;
}

const any = (type) => {
  if (typeof type !== "function") throw new TypeError("expect.any takes a constructor, such as String");
  return new Asymmetric((value) => isOf(value, type), () => `Any<${type.name}>`);
};

const isClose = (value, wanted, digits) => value === wanted || Math.abs(value - wanted) < 10 ** -digits / 2;

const makers = {
  objectContaining: (wanted) => [(value) => value !== null && typeof value === "object" && isSubset(value, wanted), () => `ObjectContaining ${print(wanted)}`],
  arrayContaining: (wanted) => [
    (value) => Array.isArray(value) && wanted.every((one) => value.some((other) => equals(other, one))),
    () => `ArrayContaining ${print(wanted)}`,
  ],
  stringContaining: (wanted) => [(value) => typeof value === "string" && value.includes(wanted), () => `StringContaining ${print(wanted)}`],
  stringMatching: (wanted) => [(value) => typeof value === "string" && new RegExp(wanted).test(value), () => `StringMatching ${String(wanted)}`],
  closeTo: (wanted, digits = 2) => [(value) => typeof value === "number" && isClose(value, wanted, digits), () => `CloseTo ${wanted}`],
};

exports.isClose = isClose;
exports.asymmetric = {
  any,
  anything: () => new Asymmetric((value) => value !== null && value !== undefined, () => "Anything"),
  not: {},
};
for (const [name, make] of Object.entries(makers)) {
  exports.asymmetric[name] = (...args) => new Asymmetric(...make(...args));
  exports.asymmetric.not[name] = (...args) => {
    const [matches, text] = make(...args);
    return new Asymmetric((value) => !matches(value), () => `Not ${text()}`);
  };
}
