/**
 * The order of results: keys in the order in which they were asked for, and `wixData.sort()`, which
 * holds nothing else.
 */

const operand = require("velo/data/operand");
const { stringify } = JSON;
const { isArray } = Array;

/**
 * Names given one by one or as one list.
 * @param {unknown[]} values
 * @returns {unknown[]}
 */
function listed(values) {
  return values.length === 1 && isArray(values[0]) ? values[0] : values;
}
exports.listed = listed;

/** @param {string} operator @param {unknown[]} values @returns {string} what is wrong with them */
exports.wrongSort = (operator, values) => operand.atLeast(operator, values.length, 1) || operand.names(operator, listed(values));

/**
 * Further keys after those of `sort`.
 * @param {string} sort JSON of keys, separated by commas
 * @param {"asc" | "desc"} order
 * @param {unknown[]} values
 * @returns {string}
 */
exports.sortedBy = function sortedBy(sort, order, values) {
  const names = listed(values);
  let text = sort;
  for (let i = 0; i < names.length; i++) {
    text += `${text === "" ? "" : ","}{"field":${stringify(names[i])},"order":"${order}"}`;
  }
  return text;
};

/** An order to hand to a dataset of a page; nothing in a backend takes one. */
class WixDataSort {
  #keys;

  /** @param {string} keys */
  constructor(keys) {
    this.#keys = keys;
  }

  ascending(...names) {
    return new WixDataSort(exports.sortedBy(this.#keys, "asc", names));
  }

  descending(...names) {
    return new WixDataSort(exports.sortedBy(this.#keys, "desc", names));
  }
}

/** @returns {WixDataSort} */
exports.sort = function sort() {
  return new WixDataSort("");
};
