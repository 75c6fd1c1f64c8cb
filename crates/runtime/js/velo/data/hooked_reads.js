/**
 * Reading with hooks: get, find, count, distinct and aggregate of a collection that has some.
 */

const { OP, ask } = require("velo/data/crossing");
const { decodeItem, decodePage } = require("velo/data/decode");
const { callHook, guarded, hookContext, isObject } = require("velo/data/hooks");
const { filterText, stateOf } = require("velo/data/filter");
const { queryResult } = require("velo/data/results");
const { FLAG } = require("velo/data/options");

/** @typedef {import("./hooks").Hooks} Hooks */

/**
 * @param {Hooks} hooks
 * @param {string} id
 * @param {number} flags
 * @returns {Promise<any>}
 */
exports.get = function get(hooks, id, flags) {
  const { collection } = hooks;
  const context = hookContext(hooks);
  return guarded(hooks, context, async () => {
    const given = hooks.beforeGet && (await callHook(hooks.beforeGet, id, context));
    const text = await ask(OP.get, collection, typeof given === "string" ? given : id, flags & FLAG.suppressAuth);
    if (text === "null") return null;
    return await replaced(hooks.afterGet, decodeItem(text), context, isObject);
  });
};

/**
 * What an after-hook makes of a value.
 * @param {Function | undefined} hook
 * @param {any} value
 * @param {object} context
 * @param {(given: unknown) => boolean} fits whether what it gives replaces the value
 */
async function replaced(hook, value, context, fits) {
  if (hook === undefined) return value;
  const given = await callHook(hook, value, context);
  return fits(given) ? given : value;
}

/** @param {Function | undefined} hook @param {any[]} items are replaced one after the other */
async function eachReplaced(hook, items, context, fits) {
  if (hook === undefined) return;
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    items[i] = await replaced(hook, item, context, (given) => fits(given, item));
  }
}

/**
 * The builder that runs: the hook's, when it gives one of the same kind.
 * @param {Function | undefined} hook
 * @param {any} state
 * @param {object} context
 */
async function rebuilt(hook, state, context, read) {
  if (hook === undefined) return state;
  const given = read(await callHook(hook, new state.type(state), context));
  return given !== undefined && given.type === state.type ? given : state;
}

/**
 * @param {Hooks} hooks
 * @param {any} state
 * @param {number} flags
 */
exports.find = function find(hooks, state, flags) {
  const { queryText, runFind, runnable } = require("velo/data/query");
  const context = hookContext(hooks);
  return guarded(hooks, context, async () => {
    const query = runnable(await rebuilt(hooks.beforeQuery, state, context, stateOf));
    const given = await ask(OP.query, query.collection, queryText(query, flags), flags & FLAG.suppressAuth);
    const page = decodePage(given, query.included);
    await eachReplaced(hooks.afterQuery, page.items, context, isObject);
    // The next page is asked of the caller's query: the hook sees it again.
    return queryResult(page, pageOf(query, state), flags, (next) => runFind(next, flags), state);
  });
};

/** The caller's builder, standing where the one stood that ran. */
function pageOf({ skip, limit }, state) {
  const at = state.copy(state);
  at.skip = skip;
  at.limit = limit;
  return at;
}

/**
 * @param {Hooks} hooks
 * @param {any} state
 * @param {number} flags
 */
exports.count = function count(hooks, state, flags) {
  const { runnable } = require("velo/data/query");
  const context = hookContext(hooks);
  return guarded(hooks, context, async () => {
    const query = runnable(await rebuilt(hooks.beforeCount, state, context, stateOf));
    const text = await ask(OP.count, query.collection, `{"filter":${filterText(query)}}`, flags & FLAG.suppressAuth);
    return await replaced(hooks.afterCount, +text, context, (given) => typeof given === "number");
  });
};

/** An item that is no object may be replaced by one of its own type. */
const likeItem = (given, item) => isObject(given) || (given !== undefined && typeof given === typeof item);

/**
 * @param {Hooks} hooks
 * @param {any} state
 * @param {(state: any) => Promise<any>} fetch the page
 * @param {(page: any, state: any) => any} result
 */
exports.distinct = function distinct(hooks, state, fetch, result) {
  const { distinctState } = require("velo/data/distinct");
  const { runnable } = require("velo/data/query");
  const context = hookContext(hooks);
  return guarded(hooks, context, async () => {
    const wanted = runnable(await rebuilt(hooks.beforeDistinct, state, context, distinctState), "distinct");
    const page = await fetch(wanted);
    await eachReplaced(hooks.afterDistinct, page.items, context, likeItem);
    return result(page, pageOf(wanted, state));
  });
};

/**
 * @param {Hooks} hooks
 * @param {any} state
 * @param {(state: any) => Promise<any>} fetch the page
 * @param {(page: any, state: any) => any} result
 */
exports.aggregate = function aggregate(hooks, state, fetch, result) {
  const { aggregateState } = require("velo/data/aggregate");
  const { runnable } = require("velo/data/query");
  const context = hookContext(hooks);
  return guarded(hooks, context, async () => {
    const wanted = runnable(await rebuilt(hooks.beforeAggregate, state, context, aggregateState), "aggregate");
    const page = await fetch(wanted);
    await eachReplaced(hooks.afterAggregate, page.items, context, isObject);
    return result(page, pageOf(wanted, state));
  });
};
