/**
 * Many items at once. One that cannot be written is skipped and told of in the result's `errors`.
 */

const { OP, data, answered } = require("velo/data/crossing");
const { checkCount, checkCollection, checkItems, checkIds } = require("velo/data/arguments");
const { readOptions, FLAG } = require("velo/data/options");
const { encodeValue } = require("velo/data/encode");
const { bulkError } = require("velo/data/errors");
const { carry } = require("velo/data/items");
const { hooksOf } = require("velo/data/hooks");
const { parse, stringify } = JSON;

/** @param {any[]} errors as the host tells them */
function bulkErrors(errors) {
  const made = [];
  for (let i = 0; i < errors.length; i++) made[i] = bulkError(errors[i]);
  return made;
}

/**
 * @param {any} reply
 * @param {"save" | "remove"} kind
 * @param {boolean} sdk whose results tell everything
 */
function bulkResult(reply, kind, sdk) {
  const { inserted = 0, updated = 0, removed = 0, skipped = 0 } = reply;
  const { insertedItemIds = [], updatedItemIds = [], removedItemIds = [] } = reply;
  const errors = bulkErrors(reply.errors ?? []);
  if (sdk) return { inserted, updated, removed, skipped, insertedItemIds, updatedItemIds, removedItemIds, errors };
  if (kind === "remove") return { removed, skipped, removedItemIds, errors };
  return { inserted, updated, skipped, insertedItemIds, updatedItemIds, errors };
}

/**
 * Writes into the caller's objects what was generated.
 * @param {any[]} items
 * @param {any[]} stored in their order, null for those that were skipped
 */
function carryAll(items, stored) {
  for (let i = 0; i < items.length; i++) if (stored[i]) carry(items[i], stored[i]);
}

/** @param {boolean} sdk */
exports.createBulk = function createBulk(sdk) {
  /**
   * @param {number} op
   * @param {"bulkInsert" | "bulkUpdate" | "bulkSave"} name
   * @param {number} given how many arguments
   */
  async function write(op, name, given, collection, items, options) {
    checkCount(name, given, 2, 3);
    checkCollection(collection);
    checkItems(collection, items, op === OP.bulkUpdate);
    const flags = readOptions(options, sdk);
    const hooks = hooksOf(collection, flags);
    let result;
    if (hooks !== null) {
      result = await require("velo/data/hooked_bulk").write(hooks, op, name, items, flags);
    } else {
      const reply = data(op, collection, encodeValue(items), flags & FLAG.suppressAuth);
      result = parse(answered(typeof reply === "string" ? reply : await reply));
    }
    if (!sdk && result.items) carryAll(items, result.items);
    return bulkResult(result, "save", sdk);
  }

  return {
    /** Items whose `_id` exists are skipped. */
    bulkInsert(collection, items, options) {
      return write(OP.bulkInsert, "bulkInsert", arguments.length, collection, items, options);
    },

    /** Items whose `_id` does not exist are skipped. */
    bulkUpdate(collection, items, options) {
      return write(OP.bulkUpdate, "bulkUpdate", arguments.length, collection, items, options);
    },

    bulkSave(collection, items, options) {
      return write(OP.bulkSave, "bulkSave", arguments.length, collection, items, options);
    },

    async bulkRemove(collection, ids, options) {
      checkCount("bulkRemove", arguments.length, 2, 3);
      checkCollection(collection);
      checkIds(collection, ids);
      const flags = readOptions(options, sdk);
      const hooks = hooksOf(collection, flags);
      if (hooks !== null) return bulkResult(await require("velo/data/hooked_bulk").remove(hooks, ids, flags), "remove", sdk);
      const reply = data(OP.bulkRemove, collection, stringify(ids), flags & FLAG.suppressAuth);
      return bulkResult(parse(answered(typeof reply === "string" ? reply : await reply)), "remove", sdk);
    },
  };
};
