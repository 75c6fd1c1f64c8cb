/**
 * `queryContacts()` and `queryLabels()`: builders as wix-data has them, asked of the contacts.
 */

const { WixDataQuery, runnable, copyQuery, LIMIT_DEFAULT } = require("velo/data/query");
const { filterText, stateOf } = require("velo/data/filter");
const { WixDataResult } = require("velo/data/results");
const { contacts, dated, isLifted } = require("velo/crm/asking");
const { isElevated } = require("velo/elevation");
const { parse } = JSON;

/** What wix-data's builders can do and these cannot: calling it is a TypeError. */
const ABSENT = ["contains", "count", "distinct", "endsWith", "fields", "include", "isEmpty", "isNotEmpty"];
/** What can be asked of contacts, and not of labels. */
const OF_CONTACTS = ["and", "between", "eq", "ge", "gt", "hasAll", "hasSome", "le", "lt", "ne", "not", "or", "startsWith"];

class QueryResult extends WixDataResult {
  #state;

  /**
   * @param {any} place
   * @param {any[]} items
   * @param {number} total
   * @param {any} state of the query
   */
  constructor(place, items, total, state) {
    super(place, items, total);
    this.#state = state;
  }

  get query() {
    const state = this.#state;
    return new state.type(state);
  }
}

/**
 * @param {any} state
 * @param {boolean} lifted
 * @returns {Promise<QueryResult>}
 */
async function run(state, lifted) {
  const { skip, limit, sort, collection } = state;
  const argument = { skip, limit, sort: parse(`[${sort}]`), filter: filterText(state) };
  const operation = collection === "labels" ? "queryLabels" : "query";
  const { items, total } = await contacts(operation, argument, lifted);
  for (let i = 0; i < items.length; i++) dated(items[i]);
  const fetch = (at) => {
    const next = copyQuery(state);
    next.skip = at;
    return run(next, lifted);
  };
  const place = { collection, skip, limit, more: skip + items.length < total, fetch };
  return new QueryResult(place, items, total, state);
}

class ContactsQueryBuilder extends WixDataQuery {
  /** @param {any} [options] */
  async find(options) {
    const state = runnable(stateOf(this));
    return await run(state, isLifted(options) || state.elevated !== 0);
  }
}

class LabelsQueryBuilder extends ContactsQueryBuilder {}

/** @param {any} prototype @param {string[]} names */
function without(prototype, names) {
  for (let i = 0; i < names.length; i++) prototype[names[i]] = undefined;
}

without(ContactsQueryBuilder.prototype, ABSENT);
without(LabelsQueryBuilder.prototype, OF_CONTACTS);

/**
 * @param {new (state: any) => any} type
 * @param {string} collection
 */
function begin(type, collection) {
  return new type({
    copy: copyQuery,
    type,
    collection,
    conditions: "",
    count: 0,
    either: "",
    errors: null,
    sdk: false,
    elevated: isElevated() ? 1 : 0,
    sort: "",
    skip: 0,
    limit: LIMIT_DEFAULT,
    include: "",
    included: undefined,
    fields: "",
  });
}

/** @returns {ContactsQueryBuilder} */
exports.queryContacts = function queryContacts() {
  return begin(ContactsQueryBuilder, "contacts");
};

/** @returns {LabelsQueryBuilder} */
exports.queryLabels = function queryLabels() {
  return begin(LabelsQueryBuilder, "labels");
};
