/**
 * Modules that this runtime does not have: importing them and reading their members never fails,
 * calling a member throws and says which.
 *
 * The module object is an ordinary object whose prototype is the Proxy: import interop copies own
 * keys, and there are none.
 */

const { defineProperty } = Object;

/** Members that must look absent, or interop and promises would take the stub for something else. */
const ABSENT = new Set(["then", "toJSON", "__esModule"]);

/**
 * @param {string} module the module's name
 * @param {string} path that and the members read so far
 * @returns {any} something that can be read further, and throws when called
 */
function member(module, path) {
  const fail = () => {
    const need = require("velo/platform").needOf(module);
    const error = new Error(`${path} is not available in this runtime${need === undefined ? "" : `: it needs ${need}`}`);
    /** @type {any} */ (error).code = "NOT_AVAILABLE";
    throw error;
  };
  return new Proxy(function () {}, {
    get(_, key) {
      if (typeof key === "symbol") return key === Symbol.toPrimitive ? () => `[${path}: not available]` : undefined;
      if (ABSENT.has(key) || key === "prototype") return undefined;
      if (key === "name") return path;
      return member(module, `${path}.${key}`);
    },
    has: () => true,
    set: () => true,
    apply: fail,
    construct: fail,
  });
}

/**
 * @param {string} name the module's specifier
 * @returns {object}
 */
exports.stub = function stub(name) {
  /** @type {Map<string, any>} */
  const members = new Map();
  const read = (/** @type {string} */ key) => {
    if (!members.has(key)) members.set(key, member(name, key === "default" ? name : `${name}.${key}`));
    return members.get(key);
  };
  const prototype = new Proxy(Object.create(null), {
    get(_, key) {
      return typeof key === "symbol" || ABSENT.has(key) ? undefined : read(key);
    },
    has: (_, key) => typeof key === "string" && !ABSENT.has(key),
  });
  const stubbed = Object.create(prototype);
  defineProperty(stubbed, Symbol.toStringTag, { value: "Module" });
  return stubbed;
};
