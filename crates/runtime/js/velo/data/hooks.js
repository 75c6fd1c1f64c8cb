/**
 * The hooks of backend/data.js: functions called `<collection>_<hook>` that see operations before and
 * after. A site without that file pays one comparison per operation.
 */

const parts = require("velo/parts");
const { dataError } = require("velo/data/errors");
const { FLAG } = require("velo/data/options");
const { parse } = JSON;
const { isArray } = Array;
const { replaceAll } = String.prototype;
const NativeMap = Map;
const { get, set } = Map.prototype;
const { apply } = Reflect;
const text = String;

/** Names after the collection's, in the order of the documentation. */
const NAMES = [
  "beforeInsert",
  "afterInsert",
  "beforeUpdate",
  "afterUpdate",
  "beforeRemove",
  "afterRemove",
  "beforeGet",
  "afterGet",
  "beforeQuery",
  "afterQuery",
  "beforeCount",
  "afterCount",
  "beforeAggregate",
  "afterAggregate",
  "beforeDistinct",
  "afterDistinct",
  "onFailure",
];

/** What cannot stand in a name, and is `_` in the name of a hook. */
const NOT_IN_NAMES = /[^\p{ID_Continue}$]/gu;

/** @typedef {Record<string, Function | undefined> & {collection: string, administrator?: true}} Hooks of one collection */

/** @type {any} the exports that `known` was made from */
let source;
/** @type {Map<string, Hooks | null>} */
let known = new NativeMap();

/**
 * @param {any} exported
 * @param {string} collection
 * @returns {Hooks | null}
 */
function read(exported, collection) {
  const name = apply(replaceAll, collection, [NOT_IN_NAMES, "_"]);
  /** @type {any} */
  const hooks = { __proto__: null, collection };
  let any = false;
  for (let i = 0; i < NAMES.length; i++) {
    const hook = exported[`${collection}_${NAMES[i]}`] ?? exported[`${name}_${NAMES[i]}`];
    if (typeof hook !== "function") continue;
    hooks[NAMES[i]] = hook;
    any = true;
  }
  return any ? hooks : null;
}

/** @param {any} hooks @returns {Hooks} the same, run for the site's owner */
const administrators = (hooks) => ({ __proto__: null, ...hooks, administrator: true });

/**
 * @param {string} collection
 * @param {number} flags
 * @returns {Hooks | null} null when there are none, or they are not to run
 */
exports.hooksOf = function hooksOf(collection, flags) {
  const exported = parts.data;
  if (exported === undefined || (flags & FLAG.suppressHooks) !== 0) return null;
  if (exported !== source) {
    source = exported;
    known = new NativeMap();
  }
  let hooks = apply(get, known, [collection]);
  if (hooks === undefined) {
    hooks = read(exported, collection);
    apply(set, known, [collection, hooks]);
  }
  if (hooks !== null && (flags & FLAG.administrator) !== 0) return administrators(hooks);
  return hooks;
};

/** @type {{userId: string | null, userRole: string} | undefined} */
let identity;

/**
 * @param {Hooks} hooks
 * @returns {{collectionName: string, userId: string | null, userRole: string, currentItem?: any}}
 */
exports.hookContext = function hookContext({ collection, administrator }) {
  if (administrator === true) return { collectionName: collection, userId: null, userRole: "siteOwner" };
  identity ??= parse(native.dataDeclarations()).identity;
  return { collectionName: collection, userId: identity?.userId ?? null, userRole: identity?.userRole ?? "anonymous" };
};

/** Errors that operations reject with, as against what hooks throw. */
const own = new WeakSet();
const { add, has } = WeakSet.prototype;

/**
 * What somebody who threw wanted to say, whatever it is that was thrown.
 * @param {any} thrown
 * @returns {string}
 */
function told(thrown) {
  try {
    const said = typeof thrown === "object" && thrown !== null ? thrown.message : thrown;
    return said === undefined ? "Hook error." : text(said);
  } catch {
    return "Hook error.";
  }
}

/**
 * The error that a caller gets for what a hook threw.
 * @param {any} thrown
 * @returns {Error}
 */
function hookError(thrown) {
  if (typeof thrown === "object" && thrown !== null && apply(has, own, [thrown])) return thrown;
  const error = /** @type {any} */ (dataError("WDE0078", told(thrown), "WD_VALIDATION_ERROR"));
  error.cause = thrown;
  apply(add, own, [error]);
  return error;
}

/**
 * @param {Function} hook
 * @param {unknown} value
 * @param {object} context
 * @returns {Promise<any>} what it gives
 */
exports.callHook = async function callHook(hook, value, context) {
  try {
    return await hook(value, context);
  } catch (thrown) {
    throw hookError(thrown);
  }
};

/**
 * Runs an operation; when it fails, the collection's `onFailure` decides what becomes of it.
 * @template T
 * @param {Hooks} hooks
 * @param {object} context
 * @param {() => Promise<T>} operation
 * @returns {Promise<T>}
 */
exports.guarded = async function guarded(hooks, context, operation) {
  try {
    return await operation();
  } catch (error) {
    if (hooks.onFailure === undefined) throw error;
    if (typeof error === "object" && error !== null) apply(add, own, [error]);
    return await exports.callHook(hooks.onFailure, error, context);
  }
};

/** @param {unknown} value @returns {boolean} whether it can stand for an item */
exports.isObject = (value) => typeof value === "object" && value !== null && !isArray(value);
