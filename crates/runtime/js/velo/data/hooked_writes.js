/**
 * Writing with hooks: insert, update, save and remove in a collection that has some.
 *
 * A hook gets a copy of the item, as it does where hooks run on another machine: what it changes
 * counts when it returns it.
 */

const { OP, ask } = require("velo/data/crossing");
const { encodeValue } = require("velo/data/encode");
const { decodeItem, decodeCopy } = require("velo/data/decode");
const { callHook, guarded, hookContext, isObject } = require("velo/data/hooks");
const { FLAG } = require("velo/data/options");

/** @typedef {import("./hooks").Hooks} Hooks */
/** @typedef {{stored: any, given: any}} Outcome `stored` is null when a hook stands in for a failure */

/**
 * The stored item that an update or removal is about.
 * @param {string} collection
 * @param {string} id
 * @returns {Promise<any>} null when there is none
 */
async function current(collection, id) {
  const text = await ask(OP.get, collection, id, FLAG.suppressAuth);
  return text === "null" ? null : decodeItem(text);
}

/**
 * What a before-hook makes of an item.
 * @param {Function | undefined} hook
 * @param {any} item
 * @param {object} context
 * @returns {Promise<string>} its JSON
 */
async function before(hook, item, context) {
  const text = encodeValue(item);
  if (hook === undefined) return text;
  const given = await callHook(hook, decodeCopy(text), context);
  return isObject(given) ? encodeValue(given) : text;
}
exports.before = before;

/**
 * What an after-hook makes of an item.
 * @param {Function | undefined} hook
 * @param {string} text
 * @param {object} context
 */
async function after(hook, text, context) {
  const given = hook === undefined ? undefined : await callHook(hook, decodeItem(text), context);
  return isObject(given) ? given : decodeItem(text);
}
exports.after = after;

/**
 * @param {Hooks} hooks
 * @param {object} context
 * @param {(outcome: Outcome) => Promise<void>} operation
 * @returns {Promise<Outcome>}
 */
async function written(hooks, context, operation) {
  /** @type {Outcome} */
  const outcome = { stored: null, given: undefined };
  const given = await guarded(hooks, context, async () => {
    await operation(outcome);
    return outcome.given;
  });
  return { stored: outcome.stored, given };
}

/**
 * @param {Hooks} hooks
 * @param {any} item
 * @param {number} flags
 * @param {number} [op]
 */
function insert(hooks, item, flags, op = OP.insert) {
  const { collection } = hooks;
  const context = hookContext(hooks);
  return written(hooks, context, async (outcome) => {
    const wanted = await before(hooks.beforeInsert, item, context);
    const text = await ask(op, collection, wanted, flags & FLAG.suppressAuth);
    outcome.stored = decodeItem(text);
    outcome.given = await after(hooks.afterInsert, text, context);
  });
}
exports.insert = insert;

/**
 * @param {Hooks} hooks
 * @param {any} item
 * @param {number} flags
 * @param {number} [op]
 * @param {any} [found] the stored item, when it was looked up already
 */
function update(hooks, item, flags, op = OP.update, found = undefined) {
  const { collection } = hooks;
  const context = hookContext(hooks);
  return written(hooks, context, async (outcome) => {
    if (hooks.beforeUpdate || hooks.afterUpdate) context.currentItem = found ?? (await current(collection, item._id));
    const wanted = await before(hooks.beforeUpdate, item, context);
    const text = await ask(op, collection, wanted, flags & FLAG.suppressAuth);
    outcome.stored = decodeItem(text);
    outcome.given = await after(hooks.afterUpdate, text, context);
  });
}
exports.update = update;

/**
 * Which hooks run depends on whether the item is there.
 * @param {Hooks} hooks
 * @param {any} item
 * @param {number} flags
 */
exports.save = async function save(hooks, item, flags) {
  const concerned = hooks.beforeInsert || hooks.afterInsert || hooks.beforeUpdate || hooks.afterUpdate;
  const found = concerned && typeof item._id === "string" ? await current(hooks.collection, item._id) : null;
  if (found === null) return await insert(hooks, item, flags, OP.save);
  return await update(hooks, item, flags, OP.save, found);
};

/**
 * @param {Hooks} hooks
 * @param {string} id
 * @param {number} flags
 * @returns {Promise<any>}
 */
exports.remove = function remove(hooks, id, flags) {
  const { collection } = hooks;
  const context = hookContext(hooks);
  return guarded(hooks, context, async () => {
    let wanted = id;
    if (hooks.beforeRemove) {
      context.currentItem = await current(collection, id);
      const given = await callHook(hooks.beforeRemove, id, context);
      if (typeof given === "string") wanted = given;
    }
    const text = await ask(OP.remove, collection, wanted, flags & FLAG.suppressAuth);
    return text === "null" ? null : await after(hooks.afterRemove, text, context);
  });
};
