/**
 * What crosses to the host: an operation's number, a collection, a text, and bits. The reply is text
 * at once for what an index answers, else a promise of it.
 */

const { fromReply } = require("velo/data/errors");

/** The numbers are those of `DataOp`. */
exports.OP = {
  get: 0,
  query: 1,
  count: 2,
  distinct: 3,
  aggregate: 4,
  insert: 5,
  update: 6,
  save: 7,
  remove: 8,
  truncate: 9,
  bulkInsert: 10,
  bulkUpdate: 11,
  bulkSave: 12,
  bulkRemove: 13,
  insertReference: 14,
  removeReference: 15,
  replaceReferences: 16,
  isReferenced: 17,
  queryReferenced: 18,
  collections: 19,
};

const { data, dataText = data } = native;
const { hasOwn } = Object;

/**
 * Asks the host. Callers write `answered(typeof reply === "string" ? reply : await reply)`, so that
 * an operation that is answered at once waits for nothing. A page that is there at once is parsed.
 * @type {(op: number, collection: string, argument: string, options: number) => any}
 */
exports.data = data;

/** The same, but a page comes as a text. */
exports.dataText = dataText;

/**
 * @template T
 * @param {T} reply
 * @returns {T} the same
 * @throws when it is an error
 */
function answered(reply) {
  if (typeof reply === "string" && reply[0] === "!") throw fromReply(reply);
  return reply;
}
exports.answered = answered;

/**
 * @param {any} reply of the host
 * @returns {boolean} whether there is nothing to wait for
 */
function isThere(reply) {
  return typeof reply === "string" || hasOwn(reply, "items");
}
exports.isThere = isThere;

/**
 * Asks and waits: for where another turn does not matter.
 * @param {number} op
 * @param {string} collection
 * @param {string} argument
 * @param {number} options
 * @returns {Promise<any>} a text, or a page
 */
exports.ask = async function ask(op, collection, argument, options) {
  const reply = data(op, collection, argument, options);
  return answered(isThere(reply) ? reply : await reply);
};
