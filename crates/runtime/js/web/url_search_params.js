/**
 * URLSearchParams (WHATWG URL, 6.2): an ordered list of pairs. One that belongs to a URL tells it of
 * every change (`follow`) and is refilled when the URL's query changes (`replaceWith`).
 */

const { expose, requireArguments } = require("web/idl");
const { invalidArgType, makeError } = require("node/errors");
const { parsePairs, serializePairs } = require("web/form_encoding");

const { ownKeys, getOwnPropertyDescriptor } = Reflect;

function toText(value) {
  return `${value}`.toWellFormed();
}

function notAPair() {
  return makeError(TypeError, "ERR_INVALID_TUPLE", "Each query pair must be an iterable [name, value] tuple");
}

/** @param {Iterable<unknown>} sequence */
function fromSequence(sequence) {
  const pairs = [];
  for (const pair of sequence) {
    if (pair === null || (typeof pair !== "object" && typeof pair !== "function") || typeof pair[Symbol.iterator] !== "function") throw notAPair();
    const both = [...pair];
    if (both.length !== 2) throw notAPair();
    pairs.push(toText(both[0]), toText(both[1]));
  }
  return pairs;
}

/** @param {Record<string, unknown>} record */
function fromRecord(record) {
  // Two keys may be equal once made well-formed: the later value wins, in the earlier place.
  const values = new Map();
  for (const key of ownKeys(record)) {
    if (!getOwnPropertyDescriptor(record, key)?.enumerable) continue;
    if (typeof key === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
    values.set(toText(key), toText(record[key]));
  }
  const pairs = [];
  for (const [key, value] of values) pairs.push(key, value);
  return pairs;
}

/** @returns {string[]} names and values in turn */
function pairsOf(init) {
  if (init === undefined || init === null) return [];
  if (typeof init !== "object" && typeof init !== "function") {
    const text = toText(init);
    return parsePairs(text[0] === "?" ? text.slice(1) : text);
  }
  const iterator = init[Symbol.iterator];
  if (iterator === undefined || iterator === null) return fromRecord(init);
  if (typeof iterator !== "function") throw makeError(TypeError, "ERR_ARG_NOT_ITERABLE", "Query pairs must be iterable");
  return fromSequence(init);
}

/** @type {(params: URLSearchParams) => string[]} */
let listOf;

class URLSearchParams {
  /** @type {string[]} names and values in turn */
  #list;
  /** @type {((query: string) => void) | undefined} */
  #changed;

  static {
    listOf = (params) => params.#list;
    exports.follow = (params, changed) => {
      params.#changed = changed;
    };
    exports.replaceWith = (params, search) => {
      params.#list = parsePairs(search[0] === "?" ? search.slice(1) : search);
    };
  }

  constructor(init = undefined) {
    this.#list = pairsOf(init);
  }

  #tell() {
    this.#changed?.(serializePairs(this.#list));
  }

  get size() {
    return this.#list.length / 2;
  }

  append(name, value) {
    const list = this.#list;
    requireArguments(arguments.length, ["name", "value"]);
    list.push(toText(name), toText(value));
    this.#tell();
  }

  delete(name, value = undefined) {
    void this.#list;
    requireArguments(arguments.length, ["name"]);
    const wantedName = toText(name);
    const wantedValue = value === undefined ? undefined : toText(value);
    const kept = [];
    for (let i = 0; i < this.#list.length; i += 2) {
      const matches = this.#list[i] === wantedName && (wantedValue === undefined || this.#list[i + 1] === wantedValue);
      if (!matches) kept.push(this.#list[i], this.#list[i + 1]);
    }
    this.#list = kept;
    this.#tell();
  }

  get(name) {
    const list = this.#list;
    requireArguments(arguments.length, ["name"]);
    const wanted = toText(name);
    for (let i = 0; i < list.length; i += 2) if (list[i] === wanted) return list[i + 1];
    return null;
  }

  getAll(name) {
    const list = this.#list;
    requireArguments(arguments.length, ["name"]);
    const wanted = toText(name);
    const values = [];
    for (let i = 0; i < list.length; i += 2) if (list[i] === wanted) values.push(list[i + 1]);
    return values;
  }

  has(name, value = undefined) {
    const list = this.#list;
    requireArguments(arguments.length, ["name"]);
    const wantedName = toText(name);
    const wantedValue = value === undefined ? undefined : toText(value);
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === wantedName && (wantedValue === undefined || list[i + 1] === wantedValue)) return true;
    }
    return false;
  }

  set(name, value) {
    void this.#list;
    requireArguments(arguments.length, ["name", "value"]);
    const wanted = toText(name);
    const text = toText(value);
    const list = [];
    let found = false;
    for (let i = 0; i < this.#list.length; i += 2) {
      const same = this.#list[i] === wanted;
      if (!same) list.push(this.#list[i], this.#list[i + 1]);
      else if (!found) list.push(wanted, text);
      found ||= same;
    }
    if (!found) list.push(wanted, text);
    this.#list = list;
    this.#tell();
  }

  /** Stable, by the UTF-16 code units of the names. */
  sort() {
    const pairs = [];
    for (let i = 0; i < this.#list.length; i += 2) pairs.push([this.#list[i], this.#list[i + 1]]);
    pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#list = pairs.flat();
    this.#tell();
  }

  forEach(callback, thisArgument = undefined) {
    void this.#list;
    if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
    for (let i = 0; i < this.#list.length; i += 2) Reflect.apply(callback, thisArgument, [this.#list[i + 1], this.#list[i], this]);
  }

  entries() {
    void this.#list;
    return new PairIterator(this, (name, value) => [name, value]);
  }

  keys() {
    void this.#list;
    return new PairIterator(this, (name) => name);
  }

  values() {
    void this.#list;
    return new PairIterator(this, (_, value) => value);
  }

  toString() {
    return serializePairs(this.#list);
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    if (this.#list.length === 0) return "URLSearchParams {}";
    if (typeof depth === "number" && depth < 0) return "[Object]";
    const shown = [];
    for (let i = 0; i < this.#list.length; i += 2) shown.push(`${inspect(this.#list[i], options)} => ${inspect(this.#list[i + 1], options)}`);
    const line = shown.join(", ");
    return line.length <= 72 ? `URLSearchParams { ${line} }` : `URLSearchParams {\n  ${shown.join(",\n  ")} }`;
  }
}

/** Iterates over the live list: pairs appended meanwhile are seen. */
class PairIterator {
  #params;
  #pick;
  #next = 0;

  constructor(params, pick) {
    this.#params = params;
    this.#pick = pick;
  }

  next() {
    const list = listOf(this.#params);
    const i = this.#next;
    if (i >= list.length) return { value: undefined, done: true };
    this.#next = i + 2;
    return { value: this.#pick(list[i], list[i + 1]), done: false };
  }
}
Object.setPrototypeOf(PairIterator.prototype, Iterator.prototype);
delete PairIterator.prototype.constructor;
expose(PairIterator, "URLSearchParams Iterator");

Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  value: URLSearchParams.prototype.entries,
  writable: true,
  configurable: true,
});
expose(URLSearchParams);
exports.URLSearchParams = URLSearchParams;
