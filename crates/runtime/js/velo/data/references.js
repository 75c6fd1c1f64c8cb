/**
 * Multi-references: the links from an item's field to items of another collection. No hooks run.
 */

const { OP, ask } = require("velo/data/crossing");
const { checkCount, checkCollection, checkField, idOf, idsOf } = require("velo/data/arguments");
const { readOptions, readCountedOptions, FLAG } = require("velo/data/options");
const { decodePage } = require("velo/data/decode");
const { invalid } = require("velo/data/errors");
const { referencedResult } = require("velo/data/results");
const { stringify } = JSON;
const { isArray } = Array;

const PAGE = 50;

/**
 * @param {any} options
 * @returns {{order: "asc" | "desc", fields: string[]}}
 */
function readOrder(options) {
  const { order = "asc", fields = [] } = options ?? {};
  const named = isArray(fields) && fields.every((field) => typeof field === "string");
  if ((order === "asc" || order === "desc") && named) return { order, fields };
  throw invalid("WDE0018", "Options must be an object; its order is 'asc' or 'desc', its fields are an array of strings.");
}

/**
 * One page of what an item refers to.
 * @param {{collection: string, field: string, from: string, order: string, fields: string[], sdk: boolean}} link
 * @param {number} skip
 * @param {number} flags
 */
async function referenced(link, skip, flags) {
  const { collection, field, from, order, fields, sdk } = link;
  const argument = { field, from, order, skip, limit: PAGE, fields, total: (flags & FLAG.total) !== 0 };
  const text = await ask(OP.queryReferenced, collection, stringify(argument), flags & FLAG.suppressAuth);
  const at = { collection, skip, limit: PAGE, sdk };
  return referencedResult(decodePage(text), at, flags, (next) => referenced(link, next, flags));
}

/** @param {boolean} sdk */
exports.createReferences = function createReferences(sdk) {
  /** @param {number} op @param {string} name @param {number} given how many arguments */
  async function change(op, name, given, collection, field, from, to, options) {
    checkCount(name, given, 4, 5);
    checkCollection(collection);
    checkField(field);
    const argument = stringify({ field, from: idOf(from), to: idsOf(to) });
    await ask(op, collection, argument, readOptions(options, sdk) & FLAG.suppressAuth);
  }

  return {
    /** @returns {Promise<void>} */
    insertReference(collection, field, referring, references, options) {
      return change(OP.insertReference, "insertReference", arguments.length, collection, field, referring, references, options);
    },

    /** @returns {Promise<void>} */
    removeReference(collection, field, referring, references, options) {
      return change(OP.removeReference, "removeReference", arguments.length, collection, field, referring, references, options);
    },

    /** @returns {Promise<void>} */
    replaceReferences(collection, field, referring, references, options) {
      return change(OP.replaceReferences, "replaceReferences", arguments.length, collection, field, referring, references, options);
    },

    /** @returns {Promise<boolean>} */
    async isReferenced(collection, field, referring, reference, options) {
      checkCount("isReferenced", arguments.length, 4, 5);
      checkCollection(collection);
      checkField(field);
      const argument = stringify({ field, from: idOf(referring), to: [idOf(reference)] });
      return (await ask(OP.isReferenced, collection, argument, readOptions(options, sdk) & FLAG.suppressAuth)) === "true";
    },

    async queryReferenced(collection, item, field, options) {
      checkCount("queryReferenced", arguments.length, 3, 4);
      checkCollection(collection);
      checkField(field);
      const flags = readCountedOptions(options, sdk);
      const { order, fields } = readOrder(options);
      return await referenced({ collection, field, from: idOf(item), order, fields, sdk }, 0, flags);
    },
  };
};
