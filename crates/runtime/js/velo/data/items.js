/**
 * One item: get, insert, update, save, remove; and truncate.
 *
 * Velo writes what it generated into the object it was given, the SDK does not; both give a fresh
 * object.
 */

const { OP, data, answered } = require("velo/data/crossing");
const { checkCount, checkCollection, checkId, checkItem, checkUpdated } = require("velo/data/arguments");
const { readOptions, FLAG } = require("velo/data/options");
const { encodeValue } = require("velo/data/encode");
const { decodeItem } = require("velo/data/decode");
const { fate: fateOf, unreadItem } = require("velo/data/unread");
const { hooksOf } = require("velo/data/hooks");
const NativeDate = Date;

/**
 * Writes what the store decided into the caller's object. One that cannot be changed stays as it is.
 * @param {any} item
 * @param {any} stored
 */
function carry(item, stored) {
  try {
    item._id = stored._id;
    item._owner = stored._owner;
    item._createdDate = new NativeDate(stored._createdDate);
    item._updatedDate = new NativeDate(stored._updatedDate);
  } catch {
    // Frozen, or with setters that throw: the returned item has it all.
  }
}
exports.carry = carry;

/**
 * @param {boolean} sdk
 */
exports.createItems = function createItems(sdk) {
  /**
   * @param {number} op
   * @param {"insert" | "update" | "save"} name
   * @param {number} given how many arguments
   */
  async function write(op, name, given, collection, item, options) {
    checkCount(name, given, 2, 3);
    checkCollection(collection);
    checkItem(collection, item);
    if (op === OP.update) checkUpdated(item);
    const flags = readOptions(options, sdk);
    const hooks = hooksOf(collection, flags);
    if (hooks !== null) {
      const outcome = await require("velo/data/hooked_writes")[name](hooks, item, flags);
      if (!sdk && outcome.stored !== null) carry(item, outcome.stored);
      return outcome.given;
    }
    const reply = data(op, collection, encodeValue(item), flags & FLAG.suppressAuth);
    const stored = decodeItem(answered(typeof reply === "string" ? reply : await reply));
    if (!sdk) carry(item, stored);
    return stored;
  }

  return {
    /** @returns {Promise<Record<string, any> | null>} null when there is none */
    async get(collection, id, options) {
      checkCount("get", arguments.length, 2, 3);
      checkCollection(collection);
      checkId(id);
      const flags = readOptions(options, sdk);
      const hooks = hooksOf(collection, flags);
      if (hooks !== null) return await require("velo/data/hooked_reads").get(hooks, id, flags);
      const reply = data(OP.get, collection, id, flags & FLAG.suppressAuth);
      const text = answered(typeof reply === "string" ? reply : await reply);
      if (text === "null") return null;
      const fate = fateOf("item", collection);
      return fate === null ? decodeItem(text) : unreadItem(text, fate);
    },

    /** @returns {Promise<Record<string, any>>} */
    insert(collection, item, options) {
      return write(OP.insert, "insert", arguments.length, collection, item, options);
    },

    /** Replaces the whole item. @returns {Promise<Record<string, any>>} */
    update(collection, item, options) {
      return write(OP.update, "update", arguments.length, collection, item, options);
    },

    /** Updates an item that is there, else inserts it. @returns {Promise<Record<string, any>>} */
    save(collection, item, options) {
      return write(OP.save, "save", arguments.length, collection, item, options);
    },

    /** @returns {Promise<Record<string, any> | null>} what was removed; null when there was none */
    async remove(collection, id, options) {
      checkCount("remove", arguments.length, 2, 3);
      checkCollection(collection);
      checkId(id);
      const flags = readOptions(options, sdk);
      const hooks = hooksOf(collection, flags);
      if (hooks !== null) return await require("velo/data/hooked_writes").remove(hooks, id, flags);
      const reply = data(OP.remove, collection, id, flags & FLAG.suppressAuth);
      const text = answered(typeof reply === "string" ? reply : await reply);
      return text === "null" ? null : decodeItem(text);
    },

    /** Removes every item; no hooks run. @returns {Promise<null>} */
    async truncate(collection, options) {
      checkCount("truncate", arguments.length, 1, 2);
      checkCollection(collection);
      const reply = data(OP.truncate, collection, "", readOptions(options, sdk) & FLAG.suppressAuth);
      answered(typeof reply === "string" ? reply : await reply);
      return null;
    },
  };
};
