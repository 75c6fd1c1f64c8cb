/**
 * Many items at once, with hooks: they run for each item as for an operation of its own, the items
 * they leave are written together.
 *
 * What a hook refuses is one more item that is skipped and told of; the others are written.
 */

const { OP, ask } = require("velo/data/crossing");
const { decodePage, decodeItem } = require("velo/data/decode");
const { callHook, guarded, hookContext } = require("velo/data/hooks");
const { before } = require("velo/data/hooked_writes");
const { FLAG } = require("velo/data/options");
const { parse, stringify } = JSON;

/** @typedef {import("./hooks").Hooks} Hooks */

/**
 * The stored items with these ids.
 * @param {string} collection
 * @param {string[]} ids
 * @returns {Promise<Map<string, any>>}
 */
async function storedItems(collection, ids) {
  const found = new Map();
  if (ids.length === 0) return found;
  const query = `{"filter":{"_id":{"$hasSome":${stringify(ids)}}},"limit":1000}`;
  const { items } = decodePage(await ask(OP.query, collection, query, FLAG.suppressAuth));
  for (let i = 0; i < items.length; i++) found.set(items[i]._id, items[i]);
  return found;
}

/**
 * Calls something for every item; what it throws goes to `onFailure`, then into `errors`.
 * @param {Hooks} hooks
 * @param {number} index
 * @param {string | undefined} itemId
 * @param {any[]} errors
 * @param {() => Promise<void>} run
 * @param {object} context
 */
async function forItem(hooks, context, index, itemId, errors, run) {
  try {
    await guarded(hooks, context, run);
  } catch (error) {
    errors.push({ index, itemId, code: error?.code, message: error?.message });
  }
}

/** The hooks of an item: those of an update, or those of an insertion. */
function hooksFor(hooks, isUpdate) {
  return isUpdate
    ? { before: hooks.beforeUpdate, after: hooks.afterUpdate }
    : { before: hooks.beforeInsert, after: hooks.afterInsert };
}

/**
 * Adds what the host tells to what hooks refused. Indexes are the caller's.
 * @param {any} reply
 * @param {any[]} errors
 * @param {number[]} places the caller's index of each item that was sent
 * @param {number} given how many the caller gave
 */
function merged(reply, errors, places, given) {
  const told = reply.errors ?? [];
  for (let i = 0; i < told.length; i++) errors.push({ ...told[i], index: places[told[i].index] });
  return { ...reply, skipped: (reply.skipped ?? 0) + given - places.length, errors };
}

/** @param {any[]} errors sorted by the items they are about */
const inOrder = (errors) => errors.sort((a, b) => a.index - b.index);

/**
 * @param {Hooks} hooks
 * @param {number} op
 * @param {"bulkInsert" | "bulkUpdate" | "bulkSave"} name
 * @param {any[]} items
 * @param {number} flags
 * @returns {Promise<any>} like the host's reply, for the caller's items
 */
exports.write = async function write(hooks, op, name, items, flags) {
  const { collection } = hooks;
  const ids = name === "bulkInsert" ? [] : items.map((item) => item._id).filter((id) => id !== undefined);
  const found = await storedItems(collection, ids);
  const isUpdate = (item) => name === "bulkUpdate" || (name === "bulkSave" && found.has(item._id));
  const contextOf = (item) =>
    isUpdate(item) ? { ...hookContext(hooks), currentItem: found.get(item._id) ?? null } : hookContext(hooks);
  const errors = [];
  const texts = [];
  const places = [];
  for (let i = 0; i < items.length; i++) {
    const context = contextOf(items[i]);
    await forItem(hooks, context, i, items[i]._id, errors, async () => {
      const text = await before(hooksFor(hooks, isUpdate(items[i])).before, items[i], context);
      texts.push(text);
      places.push(i);
    });
  }
  if (texts.length === 0) return merged({}, errors, places, items.length);
  const reply = parse(await ask(op, collection, `[${texts.join(",")}]`, flags & FLAG.suppressAuth));
  const stored = [];
  for (let i = 0; i < places.length; i++) {
    const item = items[places[i]];
    const written = reply.items?.[i];
    if (!written) continue;
    stored[places[i]] = written;
    const hook = hooksFor(hooks, isUpdate(item)).after;
    if (hook === undefined) continue;
    const context = contextOf(item);
    await forItem(hooks, context, places[i], written._id, errors, async () => {
      await callHook(hook, decodeItem(stringify(written)), context);
    });
  }
  const result = merged(reply, errors, places, items.length);
  inOrder(result.errors);
  return { ...result, items: stored };
};

/**
 * @param {Hooks} hooks
 * @param {string[]} ids
 * @param {number} flags
 * @returns {Promise<any>} like the host's reply, for the caller's ids
 */
exports.remove = async function remove(hooks, ids, flags) {
  const { collection } = hooks;
  const found = hooks.beforeRemove ? await storedItems(collection, ids) : new Map();
  const errors = [];
  const wanted = [];
  const places = [];
  for (let i = 0; i < ids.length; i++) {
    const context = { ...hookContext(hooks), currentItem: found.get(ids[i]) ?? null };
    await forItem(hooks, context, i, ids[i], errors, async () => {
      const given = hooks.beforeRemove && (await callHook(hooks.beforeRemove, ids[i], context));
      wanted.push(typeof given === "string" ? given : ids[i]);
      places.push(i);
    });
  }
  if (wanted.length === 0) return merged({}, errors, places, ids.length);
  const reply = parse(await ask(OP.bulkRemove, collection, stringify(wanted), flags & FLAG.suppressAuth));
  for (let i = 0; hooks.afterRemove && i < places.length; i++) {
    const removed = reply.items?.[i];
    if (!removed) continue;
    const context = hookContext(hooks);
    await forItem(hooks, context, places[i], removed._id, errors, async () => {
      await callHook(hooks.afterRemove, decodeItem(stringify(removed)), context);
    });
  }
  const result = merged(reply, errors, places, ids.length);
  inOrder(result.errors);
  return result;
};
