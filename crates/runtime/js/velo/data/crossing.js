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

const { data } = native;

/**
 * Asks the host. Callers write `answered(typeof reply === "string" ? reply : await reply)`, so that
 * an operation that is answered at once waits for nothing.
 * @type {(op: number, collection: string, argument: string, options: number) => string | Promise<string>}
 */
exports.data = data;

/**
 * @param {string} reply
 * @returns {string} the same
 * @throws when it is an error
 */
function answered(reply) {
  if (reply[0] === "!") throw fromReply(reply);
  return reply;
}
exports.answered = answered;

/**
 * Asks and waits: for where another turn does not matter.
 * @param {number} op
 * @param {string} collection
 * @param {string} argument
 * @param {number} options
 * @returns {Promise<string>}
 */
exports.ask = async function ask(op, collection, argument, options) {
  const reply = data(op, collection, argument, options);
  return answered(typeof reply === "string" ? reply : await reply);
};
