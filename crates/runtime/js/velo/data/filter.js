/**
 * `wixData.filter()`, and the conditions that queries share with it.
 *
 * A builder never changes: each call gives another. Conditions are kept as the JSON that the host
 * reads, so that running a query is a matter of putting texts together. Mistakes are kept as lines,
 * and told when the query runs.
 */

const { encodeValue, encodeBound } = require("velo/data/encode");
const operand = require("velo/data/operand");
const { show } = require("velo/data/errors");
const { stringify } = JSON;
const { isArray } = Array;

/**
 * What every builder holds; some hold more.
 * @typedef {object} State
 * @property {(from: State) => State} copy
 * @property {new (state: State) => WixDataFilter} type
 * @property {string} [collection] a filter has none
 * @property {string} conditions JSON of each, separated by commas
 * @property {number} count of conditions
 * @property {string} either what an only condition joins by "or", JSON separated by commas; else ""
 * @property {string[] | null} errors lines such as `WDE0038: ..`
 */

class WixDataFilter {
  #state;

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
  }

  /**
   * @param {any} value
   * @returns {any} the state of a builder, undefined for anything else
   */
  static stateOf(value) {
    return typeof value === "object" && value !== null && #state in value ? value.#state : undefined;
  }

  eq(field, value) {
    return compare(this.#state, "eq", "$eq", arguments.length, field, value);
  }

  ne(field, value) {
    return compare(this.#state, "ne", "$ne", arguments.length, field, value);
  }

  gt(field, value) {
    return order(this.#state, "gt", "$gt", arguments.length, field, value);
  }

  ge(field, value) {
    return order(this.#state, "ge", "$gte", arguments.length, field, value);
  }

  lt(field, value) {
    return order(this.#state, "lt", "$lt", arguments.length, field, value);
  }

  le(field, value) {
    return order(this.#state, "le", "$lte", arguments.length, field, value);
  }

  /** From `start`, which matches, to `end`, which does not. */
  between(field, start, end) {
    const state = this.#state;
    const wrong = operand.count("between", arguments.length, 3) || operand.field("between", field);
    const type = wrong || operand.ordered("between", start) || operand.ordered("between", end) || operand.sameType("between", start, end);
    if (type !== "") return withError(state, type);
    return withTest(state, field, `{"$between":[${encodeBound(start)},${encodeBound(end)}]}`);
  }

  contains(field, text) {
    return part(this.#state, "contains", "$contains", arguments.length, field, text);
  }

  startsWith(field, text) {
    return part(this.#state, "startsWith", "$startsWith", arguments.length, field, text);
  }

  endsWith(field, text) {
    return part(this.#state, "endsWith", "$endsWith", arguments.length, field, text);
  }

  hasSome(field, ...values) {
    return among(this.#state, "hasSome", "$hasSome", arguments.length, field, values);
  }

  hasAll(field, ...values) {
    return among(this.#state, "hasAll", "$hasAll", arguments.length, field, values);
  }

  isEmpty(field) {
    return presence(this.#state, "isEmpty", "true", arguments.length, field);
  }

  isNotEmpty(field) {
    return presence(this.#state, "isNotEmpty", "false", arguments.length, field);
  }

  and(other) {
    return combine(this.#state, "and", arguments.length, other);
  }

  /** Everything so far, or the other. */
  or(other) {
    return combine(this.#state, "or", arguments.length, other);
  }

  not(other) {
    return combine(this.#state, "not", arguments.length, other);
  }
}

const { stateOf } = WixDataFilter;

/**
 * @param {any} state
 * @param {string} error a line
 */
function withError(state, error) {
  const next = state.copy(state);
  next.errors = operand.together(next.errors, [error]);
  return new next.type(next);
}

/** @param {any} state @param {string} condition its JSON */
function withCondition(state, condition) {
  const next = state.copy(state);
  next.conditions = next.count === 0 ? condition : `${next.conditions},${condition}`;
  next.count++;
  next.either = "";
  return new next.type(next);
}

/** @param {any} state @param {string} field @param {string} test its JSON */
function withTest(state, field, test) {
  return withCondition(state, `{${stringify(field)}:${test}}`);
}

function compare(state, operator, sign, given, field, value) {
  const wrong = operand.count(operator, given, 2) || operand.field(operator, field);
  if (wrong !== "") return withError(state, wrong);
  let encoded;
  try {
    encoded = encodeValue(value);
  } catch (error) {
    return withError(state, error.message);
  }
  return withTest(state, field, `{"${sign}":${encoded}}`);
}

function order(state, operator, sign, given, field, value) {
  const wrong = operand.count(operator, given, 2) || operand.field(operator, field) || operand.ordered(operator, value);
  if (wrong !== "") return withError(state, wrong);
  return withTest(state, field, `{"${sign}":${encodeBound(value)}}`);
}

function part(state, operator, sign, given, field, text) {
  const wrong = operand.count(operator, given, 2) || operand.field(operator, field) || operand.string(operator, text);
  if (wrong !== "") return withError(state, wrong);
  return withTest(state, field, `{"${sign}":${stringify(text)}}`);
}

function among(state, operator, sign, given, field, values) {
  const list = values.length === 1 && isArray(values[0]) ? values[0] : values;
  const wrong = operand.atLeast(operator, given, 2) || operand.field(operator, field) || operand.list(operator, list);
  if (wrong !== "") return withError(state, wrong);
  let texts = "";
  for (let i = 0; i < list.length; i++) texts += (i === 0 ? "" : ",") + encodeBound(list[i]);
  return withTest(state, field, `{"${sign}":[${texts}]}`);
}

function presence(state, operator, empty, given, field) {
  const wrong = operand.count(operator, given, 1) || operand.field(operator, field);
  return wrong === "" ? withTest(state, field, `{"$empty":${empty}}`) : withError(state, wrong);
}

/** @param {{conditions: string, count: number}} state @returns {string} the filter's JSON */
function filterText({ conditions, count }) {
  if (count === 0) return "{}";
  return count === 1 ? conditions : `{"$and":[${conditions}]}`;
}

/** What is wrong with combining a builder with `other`. */
function cannotCombine(state, operator, given, other) {
  const wrong = operand.count(operator, given, 1);
  if (wrong !== "") return wrong;
  const second = stateOf(other);
  if (second === undefined || second.conditions === undefined) {
    const expected = state.collection === undefined ? "WixDataFilter" : "WixDataQuery";
    return `WDE0049: Invalid ${operator} parameter ${show(other)}. ${operator} expects ${expected} only.`;
  }
  if (state.collection !== undefined && second.collection !== undefined && state.collection !== second.collection) {
    const named = typeof second.collection === "string" ? second.collection : show(second.collection);
    return `WDE0050: Invalid ${operator} parameter query for ${named}. ${operator} accepts WixDataQuery for the same collection only.`;
  }
  return "";
}

/** What a builder adds to an "or": long chains of them stay one list, however they were put together. */
const alternatives = (state) => (state.either === "" ? filterText(state) : state.either);

function combine(state, operator, given, other) {
  const wrong = cannotCombine(state, operator, given, other);
  if (wrong !== "") return withError(state, wrong);
  const second = stateOf(other);
  const next = state.copy(state);
  next.errors = operand.together(next.errors, second.errors);
  if (operator === "or") {
    // Without conditions a side is everything there is, and so is the whole.
    const all = next.count === 0 || second.count === 0;
    next.either = all ? "" : `${alternatives(next)},${alternatives(second)}`;
    next.conditions = all ? "" : `{"$or":[${next.either}]}`;
    next.count = all ? 0 : 1;
    return new next.type(next);
  }
  if (operator === "and" && second.count === 0) return new next.type(next);
  return withCondition(next, operator === "not" ? `{"$not":${filterText(second)}}` : filterText(second));
}

/** @param {any} from @returns {State} */
function copyFilter(from) {
  const { type, conditions, count, either, errors } = from;
  return { copy: copyFilter, type, collection: undefined, conditions, count, either, errors };
}

/** @returns {WixDataFilter} */
exports.filter = function filter() {
  return new WixDataFilter(copyFilter({ type: WixDataFilter, conditions: "", count: 0, either: "", errors: null }));
};
/** A filter with the conditions of another builder. */
exports.filterFrom = (from) => new WixDataFilter(copyFilter({ ...from, type: WixDataFilter }));
exports.WixDataFilter = WixDataFilter;
exports.filterText = filterText;
exports.stateOf = stateOf;
exports.withError = withError;
