/**
 * Distinct values of a field. `WixDataDistinct` is what hooks see of such a query; callers only ever
 * write `query.distinct(field)`.
 */

const { filterFrom, filterText, stateOf } = require("velo/data/filter");
const { copyQuery, LIMIT_MAX } = require("velo/data/query");
const { hooksOf } = require("velo/data/hooks");
const { decodePage } = require("velo/data/decode");
const { OP, ask } = require("velo/data/crossing");
const { FLAG } = require("velo/data/options");
const { queryResult } = require("velo/data/results");
const operand = require("velo/data/operand");
const { parse, stringify } = JSON;
const { MAX_SAFE_INTEGER } = Number;

class WixDataDistinct {
  #state;

  constructor(state) {
    this.#state = state;
  }

  /** @returns {any} the state, undefined for anything else */
  static stateOf(value) {
    return typeof value === "object" && value !== null && #state in value ? value.#state : undefined;
  }

  ascending() {
    return changed(this.#state, "descending", false);
  }

  descending() {
    return changed(this.#state, "descending", true);
  }

  isAscending() {
    return !this.#state.descending;
  }

  isDescending() {
    return this.#state.descending;
  }

  getFilter() {
    return filterFrom(this.#state);
  }

  filter(filter) {
    const given = stateOf(filter);
    if (given === undefined) return wrong(this.#state, "WDE0011: Invalid filter usage. .filter requires WixDataFilter.");
    const next = copy(this.#state);
    next.conditions = given.conditions;
    next.count = given.count;
    next.either = given.either;
    next.errors = operand.together(next.errors, given.errors);
    return new WixDataDistinct(next);
  }

  getPropertyName() {
    return this.#state.field;
  }

  propertyName(field) {
    const error = operand.field("propertyName", field);
    return error === "" ? changed(this.#state, "field", field) : wrong(this.#state, error);
  }

  limit(limit) {
    const error = operand.amount("limit", limit, 1, LIMIT_MAX);
    return error === "" ? changed(this.#state, "limit", limit) : wrong(this.#state, error);
  }

  skip(skip) {
    const error = operand.amount("skip", skip, 0, MAX_SAFE_INTEGER);
    return error === "" ? changed(this.#state, "skip", skip) : wrong(this.#state, error);
  }
}

/** A query's state, with the field and the order of its values. */
function copy(from) {
  const next = /** @type {any} */ (copyQuery(from));
  next.copy = copy;
  next.type = WixDataDistinct;
  next.field = from.field;
  next.descending = from.descending;
  next.query = from.query;
  return next;
}

function changed(state, key, value) {
  const next = copy(state);
  next[key] = value;
  return new WixDataDistinct(next);
}

function wrong(state, error) {
  const next = copy(state);
  next.errors = operand.together(next.errors, [error]);
  return new WixDataDistinct(next);
}

/** Whether a query sorts by the field from the last value to the first. */
function isDescending({ sort }, field) {
  if (sort === "") return false;
  return parse(`[${sort}]`).some((key) => key.field === field && key.order === "desc");
}

/** @param {any} state @param {number} flags */
async function fetch(state, flags) {
  const sort = `[{"field":${stringify(state.field)},"order":"${state.descending ? "desc" : "asc"}"}]`;
  const total = (flags & FLAG.total) === 0 ? "" : ',"total":true';
  const query = `{"filter":${filterText(state)},"sort":${sort},"skip":${state.skip},"limit":${state.limit}${total}}`;
  const argument = `{"field":${stringify(state.field)},"query":${query}}`;
  return decodePage(await ask(OP.distinct, state.collection, argument, flags & FLAG.suppressAuth));
}

/** @param {any} state @param {number} flags */
async function run(state, flags) {
  const hooks = hooksOf(state.collection, flags);
  const result = (page, at) => queryResult(page, at, flags, run, state.query);
  if (hooks === null) return result(await fetch(state, flags), state);
  return await require("velo/data/hooked_reads").distinct(hooks, state, (wanted) => fetch(wanted, flags), result);
}

/**
 * @param {any} query the state of one
 * @param {string} field
 * @param {number} flags
 */
exports.distinct = function distinct(query, field, flags) {
  return run(copy({ ...query, field, descending: isDescending(query, field), query }), flags);
};
exports.distinctState = WixDataDistinct.stateOf;
