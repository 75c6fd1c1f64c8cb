/**
 * What functions of wix-data accept. Each check throws the documented error.
 */

const { invalid, show } = require("velo/data/errors");
const { isArray } = Array;

const BULK_MAX = 1000;

/**
 * @param {string} name of the function
 * @param {number} given how many arguments
 * @param {number} min
 * @param {number} max
 */
exports.checkCount = function checkCount(name, given, min, max) {
  if (given >= min && given <= max) return;
  throw invalid("WDE0008", `wixData.${name} expects between ${min} and ${max} arguments, but was called with ${given}.`);
};

/** @param {unknown} collection */
exports.checkCollection = function checkCollection(collection) {
  if (typeof collection !== "string") throw invalid("WDE0001", "Collection name must be a string.");
};

/** @param {unknown} id */
exports.checkId = function checkId(id) {
  if (typeof id !== "string") throw invalid("WDE0002", "Item ID must be a string.");
};

/** @param {unknown} field */
exports.checkField = function checkField(field) {
  if (typeof field !== "string") throw invalid("WDE0003", "Field name must be a string.");
};

/** @param {unknown} value */
const isItem = (value) => typeof value === "object" && value !== null && !isArray(value);

/** @param {string} collection @param {unknown} item */
exports.checkItem = function checkItem(collection, item) {
  if (isItem(item)) return;
  throw invalid("WDE0004", `Failed to save ${show(item)} into ${collection}. Items must be JavaScript objects.`);
};

/** @param {any} item */
exports.checkUpdated = function checkUpdated(item) {
  if (isItem(item) && typeof item._id === "string" && item._id !== "") return;
  throw invalid("WDE0007", "Invalid update. Updated object must have an _id property that is a string.");
};

/**
 * @param {string} collection
 * @param {unknown} items
 * @param {boolean} update each needs an `_id`
 */
exports.checkItems = function checkItems(collection, items, update) {
  let good = isArray(items) && items.length > 0;
  if (good && items.length > BULK_MAX) {
    const text = `Cannot insert more than ${BULK_MAX} items in one request.`;
    throw invalid("WDE0006", `Failed to bulk save items into ${collection}. ${text}`);
  }
  for (let i = 0; good && i < items.length; i++) {
    const item = items[i];
    good = isItem(item) && (item._id === undefined ? !update : typeof item._id === "string" && item._id !== "");
  }
  if (good) return;
  const text = "Items must be an array of JavaScript objects and item IDs must be strings if present.";
  throw invalid("WDE0005", `Failed to bulk save items into ${collection}. ${text}`);
};

/** @param {string} collection @param {unknown} ids */
exports.checkIds = function checkIds(collection, ids) {
  let good = isArray(ids) && ids.length > 0;
  if (good && ids.length > BULK_MAX) {
    const text = `Cannot remove more than ${BULK_MAX} items in one request.`;
    throw invalid("WDE0069", `Failed to remove items from ${collection}. ${text}`);
  }
  for (let i = 0; good && i < ids.length; i++) good = typeof ids[i] === "string";
  if (!good) throw invalid("WDE0068", "Item IDs must be an array of strings.");
};

/**
 * @param {any} value an item or its id
 * @returns {string} the id
 */
function idOf(value) {
  const id = typeof value === "object" && value !== null ? value._id : value;
  if (typeof id === "string" && id !== "") return id;
  throw invalid("WDE0019", "Reference operation takes a string ID or an object with an ID to be connected.");
}
exports.idOf = idOf;

/**
 * @param {any} value an item, its id, or a list of either
 * @returns {string[]}
 */
exports.idsOf = function idsOf(value) {
  if (!isArray(value)) return [idOf(value)];
  const ids = [];
  for (let i = 0; i < value.length; i++) ids[i] = idOf(value[i]);
  return ids;
};
