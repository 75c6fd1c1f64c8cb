/**
 * Worlds for the tests of wix-data: the shipped files with a host, hooks and permissions of the
 * test's own.
 */

const OP_NAMES =
  "get query count distinct aggregate insert update save remove truncate bulkInsert bulkUpdate bulkSave bulkRemove insertReference removeReference replaceReferences isReferenced queryReferenced collections".split(
    " ",
  );

/**
 * @param {(op: string, collection: string, argument: any, options: number) => any} host gives a reply's
 *   text, a promise of one, or a value to make the text of; `argument` is parsed when it is JSON
 * @param {{hooks?: object, identity?: object, break?: () => void}} [options]
 */
function world(host, { hooks, identity = { userId: null, userRole: "anonymous" }, raw = false } = {}) {
  const state = { calls: [], elevated: false, hooks };
  const texts = /^(get|remove|truncate|collections)$/;
  const native = {
    data(op, collection, argument, options) {
      const name = OP_NAMES[op];
      const given = texts.test(name) ? argument : JSON.parse(argument);
      state.calls.push({ op: name, collection, argument: given, options, text: argument });
      const reply = host(name, collection, given, options);
      const whole = (value) => (name === "query" && Array.isArray(value?.items) ? { items: value.items, length: value.items.length, ...value } : value);
      const textOf = (value) => (typeof value === "string" ? value : JSON.stringify(whole(value)));
      return reply instanceof Promise ? reply.then(textOf) : textOf(reply);
    },
    /** As the host does it: a document, or the items of a page, as JSON.stringify gives what is made of them. */
    dataSent(text, isPage) {
      state.sent = (state.sent ?? 0) + 1;
      const iso = (ms) => new Date(ms).toISOString();
      const shown = (value) => {
        if (Array.isArray(value)) return value.map(shown);
        if (typeof value !== "object" || value === null) return value;
        if (typeof value.$date === "number") return iso(value.$date);
        return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shown(member)]));
      };
      const document = (item) => {
        const copy = shown(item);
        for (const name of ["_createdDate", "_updatedDate"]) if (typeof copy[name] === "number") copy[name] = iso(copy[name]);
        return copy;
      };
      const value = JSON.parse(text);
      return JSON.stringify(isPage ? value.items.map(document) : document(value));
    },
    dataDeclarations: () => JSON.stringify({ identity, collections: {} }),
  };
  const loaded = {
    "velo/parts": {
      get data() {
        return state.hooks;
      },
    },
    "velo/elevation": { isElevated: () => state.elevated },
  };
  function require(name) {
    if (loaded[name]) return loaded[name];
    const module = { exports: {} };
    loaded[name] = module.exports;
    new Function("exports", "require", "module", "native", `"use strict"; ${SOURCES[name]}`)(module.exports, require, module, native);
    return (loaded[name] = module.exports);
  }
  return {
    state,
    calls: state.calls,
    /** The last call. */
    get last() {
      return state.calls[state.calls.length - 1];
    },
    require,
    get wixData() {
      return require("velo/data/wix_data");
    },
    get items() {
      return require("velo/data/sdk").items;
    },
    /** Calls something as `elevate` does. */
    elevated(fn) {
      state.elevated = true;
      try {
        return fn();
      } finally {
        state.elevated = false;
      }
    },
  };
}

const OWNER = "00000000-0000-4000-8000-000000000001";

/** A host's error. */
const failure = (wde, message, code = "WD_VALIDATION_ERROR") => `!${JSON.stringify({ code, wde, message: `${wde}: ${message}` })}`;

/** The stored form of an item. */
function stored(item, ms = 1700000000000) {
  const { _id = "generated", _owner = OWNER, ...rest } = item;
  return { _id, _owner, _createdDate: ms, _updatedDate: ms, ...rest };
}

/** A host that holds items; it understands `_id` in filters, and nothing else of them. */
function memory() {
  const rows = new Map();
  let clock = 1700000000000;
  let made = 0;
  const put = (item, before) => {
    clock += 1000;
    const { _id = `id${++made}`, _owner = OWNER, _createdDate, _updatedDate, ...rest } = item;
    const created = before?._createdDate ?? _createdDate?.$date ?? clock;
    const row = { _id, _owner: before?._owner ?? _owner, _createdDate: created, _updatedDate: clock, ...rest };
    rows.set(_id, row);
    return row;
  };
  const one = {
    insert: (item) => (rows.has(item._id) ? failure("WDE0074", "exists", "WD_ITEM_ALREADY_EXISTS") : put(item)),
    update: (item) =>
      rows.has(item._id)
        ? put(item, rows.get(item._id))
        : failure("WDE0073", `Item ${item._id} does not exist in collection c.`, "WD_ITEM_DOES_NOT_EXIST"),
    save: (item) => put(item, rows.get(item._id)),
    remove(id) {
      const row = rows.get(id) ?? null;
      rows.delete(id);
      return row;
    },
  };
  function bulk(kind, list) {
    const out = { inserted: 0, updated: 0, removed: 0, skipped: 0, insertedItemIds: [], updatedItemIds: [], removedItemIds: [], errors: [], items: [] };
    list.forEach((item, index) => {
      const isNew = kind !== "remove" && !rows.has(item._id);
      const row = one[kind](item);
      if (row === null || typeof row === "string") {
        out.skipped++;
        out.items.push(null);
        if (row !== null) out.errors.push({ index, itemId: item._id, code: JSON.parse(row.slice(1)).code, message: JSON.parse(row.slice(1)).message });
        return;
      }
      const did = kind === "remove" ? "removed" : isNew ? "inserted" : "updated";
      out[did]++;
      out[`${did}ItemIds`].push(row._id);
      out.items.push(row);
    });
    return out;
  }
  const host = (op, collection, argument) => {
    if (op === "get") return rows.get(argument) ?? null;
    if (op === "truncate") return rows.clear(), "null";
    if (op === "count") return String(rows.size);
    if (op.startsWith("bulk")) return bulk(op.slice(4).toLowerCase(), argument);
    if (op === "query") {
      const ids = argument.filter._id?.$hasSome;
      const all = [...rows.values()].filter((row) => !ids || ids.includes(row._id));
      const { skip = 0, limit = 50, total } = argument;
      return { items: all.slice(skip, skip + limit), ...(total ? { total: all.length } : {}) };
    }
    return one[op](argument);
  };
  return { host, rows };
}

/** @returns {Promise<any>} what a promise rejects with */
async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("not rejected");
}

/** Rejected with a documented error. */
async function rejects(promise, message, code = "WD_VALIDATION_ERROR") {
  const error = await rejection(promise);
  equal(error.message, message);
  equal(error.code, code, message);
  ok(error instanceof Error && error.name === "Error", "an Error");
  return error;
}
