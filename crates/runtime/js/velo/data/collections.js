/**
 * `collections` of `wix-data.v2` and `@wix/data`: the definitions of the site's collections. They are
 * declared in velodrome.toml, so code reads them only.
 */

const { OP, ask } = require("velo/data/crossing");
const { checkCollection } = require("velo/data/arguments");
const { decodeValue } = require("velo/data/decode");
const { dataError, invalid } = require("velo/data/errors");
const { readOptions, FLAG } = require("velo/data/options");

/** @param {any} value @param {string} name */
function amount(value, name) {
  if (value === undefined || value === null) return undefined;
  if (Number.isInteger(value) && value >= 0) return value;
  throw invalid("WDE0075", `paging.${name} must be a non-negative integer.`);
}

/** Lists are ordered by id unless another field is named. */
function sorted(collections, sort) {
  const field = sort?.fieldName ?? "_id";
  const sign = String(sort?.order ?? "asc").toLowerCase() === "desc" ? -1 : 1;
  const key = (collection) => collection[field];
  return collections.sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** @param {string} name */
function readOnly(name) {
  return async () => {
    throw dataError("", `collections.${name} is not available in this runtime: collections are declared in velodrome.toml.`, "NOT_AVAILABLE");
  };
}

exports.collections = {
  /**
   * @param {string} dataCollectionId
   * @param {object} [options]
   */
  async getDataCollection(dataCollectionId, options) {
    checkCollection(dataCollectionId);
    const found = decodeValue(await ask(OP.collections, dataCollectionId, "", readOptions(options, true) & FLAG.suppressAuth));
    if (found === null) {
      throw dataError("WDE0025", `The ${dataCollectionId} collection does not exist.`, "WD_SCHEMA_DOES_NOT_EXIST");
    }
    return found;
  },

  /** @param {{paging?: {limit?: number, offset?: number}, sort?: {fieldName?: string, order?: string}}} [options] */
  async listDataCollections(options) {
    const flags = readOptions(options, true);
    const offset = amount(options?.paging?.offset, "offset") ?? 0;
    const limit = amount(options?.paging?.limit, "limit") ?? Infinity;
    const all = sorted(decodeValue(await ask(OP.collections, "", "", flags & FLAG.suppressAuth)), options?.sort);
    const collections = all.slice(offset, offset + limit);
    return { collections, pagingMetadata: { count: collections.length, offset, total: all.length, tooManyToCount: false } };
  },

  createDataCollection: readOnly("createDataCollection"),
  updateDataCollection: readOnly("updateDataCollection"),
  deleteDataCollection: readOnly("deleteDataCollection"),
};
