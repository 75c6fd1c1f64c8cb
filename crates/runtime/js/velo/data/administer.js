/**
 * What the signed API asks of a collection that has hooks: its operations run here, with the rights of
 * the site's owner, so that `backend/data.js` sees them like any others.
 *
 * The server calls `administer` as it calls a handler, with a request whose body says what to do. An
 * answer of 204 says that the collection has no hooks, and that nothing was done; 422 carries an error.
 */

const { OP, ask } = require("velo/data/crossing");
const { decodeItem } = require("velo/data/decode");
const { encodeValue } = require("velo/data/encode");
const { dataError } = require("velo/data/errors");
const { callHook, guarded, hookContext, hooksOf, isObject } = require("velo/data/hooks");
const { FLAG } = require("velo/data/options");
const { parse, stringify } = JSON;
const { keys } = Object;
const { setOwn } = require("velo/own");

/** @typedef {import("./hooks").Hooks} Hooks */

const FLAGS = FLAG.suppressAuth | FLAG.administrator;
const BULK = { insert: "bulkInsert", update: "bulkUpdate", save: "bulkSave" };

/**
 * A part of an argument as an item: dates are Date objects.
 * @param {any} part
 */
const item = (part) => decodeItem(stringify(part));

/** @param {any} given @returns {string} */
const told = (given) => (isObject(given) ? encodeValue(given) : "null");

/** @type {Record<string, (hooks: Hooks, argument: any) => Promise<string>>} */
const operations = {
  __proto__: /** @type {any} */ (null),

  async get(hooks, id) {
    return told(await require("velo/data/hooked_reads").get(hooks, id, FLAGS));
  },

  async insert(hooks, argument) {
    return told((await require("velo/data/hooked_writes").insert(hooks, item(argument), FLAGS)).given);
  },

  async replace(hooks, argument) {
    return told((await require("velo/data/hooked_writes").update(hooks, item(argument), FLAGS)).given);
  },

  /** A hook sees the whole item as it would be, and it is written whole. */
  async patch(hooks, { id, changes }) {
    const { collection } = hooks;
    const text = await ask(OP.get, collection, id, FLAG.suppressAuth);
    if (text === "null") {
      throw dataError("WDE0073", `Item [${id}] does not exist in collection [${collection}].`, "WD_ITEM_DOES_NOT_EXIST");
    }
    const changed = decodeItem(text);
    const given = item(changes);
    const names = keys(given);
    for (let i = 0; i < names.length; i++) {
      if (given[names[i]] === null) delete changed[names[i]];
      else setOwn(changed, names[i], given[names[i]]);
    }
    changed._id = id;
    return told((await require("velo/data/hooked_writes").update(hooks, changed, FLAGS)).given);
  },

  async remove(hooks, id) {
    return told(await require("velo/data/hooked_writes").remove(hooks, id, FLAGS));
  },

  async bulk(hooks, { operation, items }) {
    const bulk = require("velo/data/hooked_bulk");
    let result;
    if (operation === "remove") {
      result = await bulk.remove(hooks, items, FLAGS);
    } else {
      const name = BULK[operation];
      const given = [];
      for (let i = 0; i < items.length; i++) given[i] = item(items[i]);
      result = await bulk.write(hooks, OP[name], name, given, FLAGS);
    }
    return stringify({ ...result, items: undefined });
  },

  /** The filter of the query that a hook makes of a list's. Its order and pages are the client's. */
  async beforeQuery(hooks, list) {
    if (hooks.beforeQuery === undefined) return "";
    const { createQuery } = require("velo/data/query");
    const { filterText, stateOf } = require("velo/data/filter");
    const state = stateOf(createQuery(false)(hooks.collection));
    state.conditions = stringify(list.filter ?? {});
    state.count = list.filter === undefined ? 0 : 1;
    for (let i = 0; i < (list.sort ?? []).length; i++) {
      state.sort += (i === 0 ? "" : ",") + stringify(list.sort[i]);
    }
    const context = hookContext(hooks);
    const given = stateOf(await callHook(hooks.beforeQuery, new state.type(state), context));
    return given !== undefined && given.type === state.type ? filterText(given) : "";
  },

  async afterQuery(hooks, documents) {
    const context = hookContext(hooks);
    const texts = [];
    for (let i = 0; i < documents.length; i++) {
      let shown = item(documents[i]);
      if (hooks.afterQuery !== undefined) {
        const given = await guarded(hooks, context, () => callHook(hooks.afterQuery, shown, context));
        if (isObject(given)) shown = given;
      }
      texts.push(encodeValue(shown));
    }
    return `[${texts.join(",")}]`;
  },
};

/** The number in front of a message of wix-data. */
const NUMBER = /^(WDE\d{4}): ([^]*)$/;

/** @param {any} error */
function failure(error) {
  const message = `${error?.message ?? error}`;
  const parts = NUMBER.exec(message);
  const body = parts === null ? { wde: "WDE0078", message } : { wde: parts[1], message: parts[2] };
  return { status: 422, headers: {}, body: stringify(body) };
}

/**
 * @param {any} request
 * @returns {Promise<{status: number, headers: object, body?: string}>}
 */
exports.administer = async function administer(request) {
  const { operation, collection, argument } = parse(await request.body.text());
  const hooks = hooksOf(collection, FLAGS);
  if (hooks === null) return { status: 204, headers: {} };
  try {
    return { status: 200, headers: {}, body: await operations[operation](hooks, argument) };
  } catch (error) {
    return failure(error);
  }
};
