/**
 * `wixData.aggregate()`: sums, averages, least and greatest values and counts, by groups.
 */

const { filterText, stateOf } = require("velo/data/filter");
const { sortedBy, wrongSort, listed } = require("velo/data/sort");
const { runnable, wrongCollection, LIMIT_DEFAULT, LIMIT_MAX } = require("velo/data/query");
const operand = require("velo/data/operand");
const { rejected } = require("velo/data/errors");
const { OP, ask } = require("velo/data/crossing");
const { decodePage } = require("velo/data/decode");
const { readCountedOptions, readOptions, FLAG } = require("velo/data/options");
const { hooksOf } = require("velo/data/hooks");
const { aggregateResult } = require("velo/data/results");
const { isElevated } = require("velo/elevation");
const { stringify } = JSON;
const { MAX_SAFE_INTEGER } = Number;
const { ceil } = Math;

class WixDataAggregate {
  #state;

  constructor(state) {
    this.#state = state;
  }

  /** @returns {any} the state, undefined for anything else */
  static stateOf(value) {
    return typeof value === "object" && value !== null && #state in value ? value.#state : undefined;
  }

  /** Which items count. */
  filter(filter) {
    return filtered(this.#state, "filter", arguments.length, filter);
  }

  /** Which groups are given. */
  having(filter) {
    return filtered(this.#state, "having", arguments.length, filter);
  }

  group(...names) {
    const state = this.#state;
    if (state.group !== "") return withError(state, "WDE0013: Invalid group usage. Group is already set.");
    const list = listed(names);
    const wrong = operand.atLeast("group", list.length, 1) || operand.names("group", list);
    if (wrong !== "") return withError(state, wrong);
    return changed(state, (next) => {
      for (let i = 0; i < list.length; i++) next.group += (i === 0 ? "" : ",") + stringify(list[i]);
    });
  }

  sum(field, name) {
    return folded(this.#state, "sum", "Sum", arguments.length, field, name);
  }

  avg(field, name) {
    return folded(this.#state, "avg", "Avg", arguments.length, field, name);
  }

  min(field, name) {
    return folded(this.#state, "min", "Min", arguments.length, field, name);
  }

  max(field, name) {
    return folded(this.#state, "max", "Max", arguments.length, field, name);
  }

  count() {
    const wrong = operand.count("count", arguments.length, 0);
    if (wrong !== "") return withError(this.#state, wrong);
    return changed(this.#state, (next) => (next.counting = true));
  }

  ascending(...names) {
    return sorted(this.#state, "ascending", "asc", names);
  }

  descending(...names) {
    return sorted(this.#state, "descending", "desc", names);
  }

  limit(limit) {
    const wrong = operand.count("limit", arguments.length, 1) || operand.amount("limit", limit, 1, LIMIT_MAX);
    return wrong === "" ? changed(this.#state, (next) => (next.limit = limit)) : withError(this.#state, wrong);
  }

  skip(skip) {
    const wrong = operand.count("skip", arguments.length, 1) || operand.amount("skip", skip, 0, MAX_SAFE_INTEGER);
    return wrong === "" ? changed(this.#state, (next) => (next.skip = skip)) : withError(this.#state, wrong);
  }

  run(options) {
    try {
      const state = runnable(this.#state, "aggregate");
      const flags = state.sdk ? readCountedOptions(options, true) : readOptions(options, false);
      return run(state, flags | state.elevated);
    } catch (error) {
      return rejected(error);
    }
  }
}

/** @param {any} state @param {(next: any) => void} change */
function changed(state, change) {
  const next = { ...state };
  change(next);
  return new WixDataAggregate(next);
}

/** @param {any} state @param {string} error a line */
function withError(state, error) {
  return changed(state, (next) => (next.errors = operand.together(next.errors, [error])));
}

/** @param {any} state @param {"filter" | "having"} operator */
function filtered(state, operator, given, filter) {
  if (state[operator] !== "") return withError(state, `WDE0012: Invalid ${operator} usage. Filter is already set.`);
  const wrong = operand.count(operator, given, 1);
  if (wrong !== "") return withError(state, wrong);
  const built = stateOf(filter);
  if (built === undefined) return withError(state, `WDE0011: Invalid ${operator} usage. .${operator} requires WixDataFilter.`);
  return changed(state, (next) => {
    next[operator] = filterText(built);
    next.errors = operand.together(next.errors, built.errors);
  });
}

/** What is wrong with the name of a field or of an output. */
function wrongName(operator, name) {
  if (typeof name !== "string") return operand.field(operator, name);
  if (name === "") return "WDE0173: Aggregation item field name cannot be empty.";
  return name[name.length - 1] === "." ? "WDE0167: Aggregation item field name cannot end with `.`" : "";
}

function folded(state, operator, suffix, given, field, name) {
  const few = operand.atLeast(operator, given, 1);
  const wrong = few || wrongName(operator, field) || (name === undefined ? "" : operand.string(operator, name) || wrongName(operator, name));
  if (wrong !== "") return withError(state, wrong);
  const fold = `{"key":${stringify(name ?? `${field}${suffix}`)},"op":"${operator}","field":${stringify(field)}}`;
  return changed(state, (next) => (next.folds += (next.folds === "" ? "" : ",") + fold));
}

function sorted(state, operator, order, names) {
  const wrong = wrongSort(operator, names);
  if (wrong !== "") return withError(state, wrong);
  return changed(state, (next) => (next.sort = sortedBy(next.sort, order, names)));
}

/** @param {any} state @returns {string} what the host reads */
function aggregateText(state) {
  let text = `{"group":[${state.group}],"folds":[${state.folds}],"count":${state.counting},"skip":${state.skip},"limit":${state.limit}`;
  if (state.filter !== "") text += `,"filter":${state.filter}`;
  if (state.having !== "") text += `,"having":${state.having}`;
  return state.sort === "" ? `${text}}` : `${text},"sort":[${state.sort}]}`;
}

/** @param {any} state @param {number} flags */
async function fetch(state, flags) {
  return decodePage(await ask(OP.aggregate, state.collection, aggregateText(state), flags & FLAG.suppressAuth));
}

/** The number of rows there are; the SDK gives it when asked. */
async function countRows(state, flags) {
  let rows = 0;
  for (let more = true; more; ) {
    const page = await fetch({ ...state, sort: "", skip: rows, limit: LIMIT_MAX }, flags);
    rows += page.items.length;
    more = page.more === true && page.items.length > 0;
  }
  return rows;
}

/** @param {any} state @param {number} flags */
async function run(state, flags) {
  const hooks = hooksOf(state.collection, flags);
  const result = (page, at) => aggregateResult(page, at, (skip) => run({ ...state, skip }, flags));
  const found =
    hooks === null
      ? result(await fetch(state, flags), state)
      : await require("velo/data/hooked_reads").aggregate(hooks, state, (wanted) => fetch(wanted, flags), result);
  if ((flags & FLAG.total) !== 0) {
    found.totalCount = await countRows(state, flags);
    found.totalPages = ceil(found.totalCount / state.limit);
  }
  return found;
}

/**
 * @param {boolean} sdk
 * @returns {(collection: string) => WixDataAggregate}
 */
exports.createAggregate = (sdk) =>
  function aggregate(collection) {
    return new WixDataAggregate({
      copy: (from) => ({ ...from }),
      type: WixDataAggregate,
      collection,
      errors: wrongCollection(collection),
      sdk,
      elevated: isElevated() ? FLAG.suppressAuth : 0,
      filter: "",
      having: "",
      group: "",
      folds: "",
      counting: false,
      sort: "",
      skip: 0,
      limit: LIMIT_DEFAULT,
    });
  };
exports.aggregateState = WixDataAggregate.stateOf;
