/**
 * `wixData.query()`: conditions, order, page and what to run with them.
 */

const { WixDataFilter, filterText, stateOf, withError } = require("velo/data/filter");
const { sortedBy, wrongSort, listed } = require("velo/data/sort");
const operand = require("velo/data/operand");
const { invalid, show, rejected } = require("velo/data/errors");
const { OP, data, dataText, answered, isThere } = require("velo/data/crossing");
const { fate: fateOf, unreadPage } = require("velo/data/unread");
const { readOptions, readCountedOptions, FLAG } = require("velo/data/options");
const { isElevated } = require("velo/elevation");
const { hooksOf } = require("velo/data/hooks");
const { decodePage } = require("velo/data/decode");
const { queryResult } = require("velo/data/results");
const { stringify } = JSON;
const { MAX_SAFE_INTEGER } = Number;

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 1000;

/**
 * @typedef {import("./filter").State & QueryState} Query
 * @typedef {object} QueryState
 * @property {boolean} sdk made by `@wix/data`
 * @property {number} elevated the bit of operations without permissions, when made under `elevate`
 * @property {string} sort JSON of keys, separated by commas
 * @property {number} skip
 * @property {number} limit
 * @property {string} include JSON of references, separated by commas
 * @property {string[] | undefined} included their paths
 * @property {string} fields JSON of paths, separated by commas
 */

/** @param {Query} from @returns {Query} */
function copy(from) {
  return {
    copy,
    type: from.type,
    collection: from.collection,
    conditions: from.conditions,
    count: from.count,
    either: from.either,
    errors: from.errors,
    sdk: from.sdk,
    elevated: from.elevated,
    sort: from.sort,
    skip: from.skip,
    limit: from.limit,
    include: from.include,
    included: from.included,
    fields: from.fields,
  };
}

/** @param {any} state @param {(next: any) => void} change */
function changed(state, change) {
  const next = copy(state);
  change(next);
  return new next.type(next);
}

class WixDataQuery extends WixDataFilter {
  ascending(...names) {
    return sorted(stateOf(this), "ascending", "asc", names);
  }

  descending(...names) {
    return sorted(stateOf(this), "descending", "desc", names);
  }

  limit(limit) {
    const wrong = operand.count("limit", arguments.length, 1) || operand.amount("limit", limit, 1, LIMIT_MAX);
    if (wrong !== "") return withError(stateOf(this), wrong);
    const next = copy(stateOf(this));
    next.limit = limit;
    return new next.type(next);
  }

  skip(skip) {
    const wrong = operand.count("skip", arguments.length, 1) || operand.amount("skip", skip, 0, MAX_SAFE_INTEGER);
    if (wrong !== "") return withError(stateOf(this), wrong);
    const next = copy(stateOf(this));
    next.skip = skip;
    return new next.type(next);
  }

  /** A number after the names limits how many items each multi-reference gives. */
  include(...names) {
    const limit = names.length > 1 && typeof names[names.length - 1] === "number" ? names.pop() : undefined;
    const wrong =
      operand.atLeast("include", names.length, 1) ||
      operand.names("include", listed(names)) ||
      (limit === undefined ? "" : operand.amount("include", limit, 1, LIMIT_MAX));
    if (wrong !== "") return withError(stateOf(this), wrong);
    return changed(stateOf(this), (next) => addIncludes(next, listed(names), limit));
  }

  fields(...names) {
    const list = listed(names);
    const wrong = operand.names("fields", list);
    if (wrong !== "") return withError(stateOf(this), wrong);
    return changed(stateOf(this), (next) => {
      for (let i = 0; i < list.length; i++) next.fields += (next.fields === "" ? "" : ",") + stringify(list[i]);
    });
  }

  find(options) {
    try {
      const state = runnable(stateOf(this));
      return runFind(state, readCountedOptions(options, state.sdk) | state.elevated);
    } catch (error) {
      return rejected(error);
    }
  }

  count(options) {
    try {
      const state = runnable(stateOf(this));
      return runCount(state, readOptions(options, state.sdk) | state.elevated);
    } catch (error) {
      return rejected(error);
    }
  }

  distinct(field, options) {
    try {
      const wrong = operand.field("distinct", field);
      const state = runnable(wrong === "" ? stateOf(this) : stateOf(withError(stateOf(this), wrong)));
      return require("velo/data/distinct").distinct(state, field, readCountedOptions(options, state.sdk) | state.elevated);
    } catch (error) {
      return rejected(error);
    }
  }
}

/**
 * @param {any} state
 * @param {number} flags
 * @returns {Promise<import("./results").WixDataResult>}
 */
async function runFind(state, flags) {
  const hooks = hooksOf(state.collection, flags);
  if (hooks !== null) return await require("velo/data/hooked_reads").find(hooks, state, flags);
  // What was included is decoded by its paths.
  const fate = state.included === undefined ? fateOf("page", state.collection) : null;
  const ask = fate === null ? data : dataText;
  const reply = ask(OP.query, state.collection, queryText(state, flags), flags & FLAG.suppressAuth);
  const page = answered(isThere(reply) ? reply : await reply);
  if (fate !== null) return queryResult(unreadPage(page, fate), state, flags, runFind);
  return queryResult(decodePage(page, state.included), state, flags, runFind);
}

/**
 * @param {any} state
 * @param {number} flags
 * @returns {Promise<number>}
 */
async function runCount(state, flags) {
  const hooks = hooksOf(state.collection, flags);
  if (hooks !== null) return await require("velo/data/hooked_reads").count(hooks, state, flags);
  const reply = data(OP.count, state.collection, `{"filter":${filterText(state)}}`, flags & FLAG.suppressAuth);
  return +answered(typeof reply === "string" ? reply : await reply);
}

function sorted(state, operator, order, names) {
  const wrong = wrongSort(operator, names);
  if (wrong !== "") return withError(state, wrong);
  const next = copy(state);
  next.sort = sortedBy(next.sort, order, names);
  return new next.type(next);
}

function addIncludes(next, names, limit) {
  const end = limit === undefined ? "}" : `,"limit":${limit}}`;
  next.included = [...(next.included ?? []), ...names];
  for (let i = 0; i < names.length; i++) {
    next.include += `${next.include === "" ? "" : ","}{"field":${stringify(names[i])}${end}`;
  }
}

/**
 * @param {any} state
 * @param {string} [what] of operation
 * @returns {any} the state
 * @throws every mistake made while it was built
 */
function runnable(state, what = "query") {
  if (state.errors === null) return state;
  throw invalid("", `Failed to perform ${what} on [${nameOf(state.collection)}].\n${state.errors.join("\n")}`);
}

function nameOf(collection) {
  return typeof collection === "string" ? collection : show(collection);
}

/**
 * @param {any} state
 * @param {number} flags
 * @returns {string} what the host reads; what is as by default is left out
 */
function queryText(state, flags) {
  let text = `{"filter":${filterText(state)},"limit":${state.limit}`;
  if (state.sort !== "") text += `,"sort":[${state.sort}]`;
  if (state.skip !== 0) text += `,"skip":${state.skip}`;
  if (state.fields !== "") text += `,"fields":[${state.fields}]`;
  if (state.include !== "") text += `,"include":[${state.include}]`;
  return (flags & FLAG.total) === 0 ? `${text}}` : `${text},"total":true}`;
}

/** @param {unknown} collection @returns {string[] | null} */
function wrongCollection(collection) {
  return typeof collection === "string" ? null : ["WDE0001: Collection name must be a string."];
}

/**
 * @param {boolean} sdk
 * @returns {(collection: string) => WixDataQuery}
 */
exports.createQuery = (sdk) =>
  function query(collection) {
    return new WixDataQuery({
      copy,
      type: WixDataQuery,
      collection,
      conditions: "",
      count: 0,
      either: "",
      errors: wrongCollection(collection),
      sdk,
      elevated: isElevated() ? FLAG.suppressAuth : 0,
      sort: "",
      skip: 0,
      limit: LIMIT_DEFAULT,
      include: "",
      included: undefined,
      fields: "",
    });
  };

exports.WixDataQuery = WixDataQuery;
exports.runFind = runFind;
exports.queryText = queryText;
exports.runnable = runnable;
exports.changed = changed;
exports.copyQuery = copy;
exports.wrongCollection = wrongCollection;
exports.LIMIT_DEFAULT = LIMIT_DEFAULT;
exports.LIMIT_MAX = LIMIT_MAX;
