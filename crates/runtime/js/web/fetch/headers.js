/**
 * Headers (Fetch, 5.1): a list of fields in the order in which they came. Names are compared in lower
 * case; what iteration gives is sorted and combined.
 */

const { expose, requireArguments } = require("web/idl");
const { toByteString } = require("web/web_text");

const { ownKeys, getOwnPropertyDescriptor, apply } = Reflect;
const { iterator } = Symbol;
const { call } = Function.prototype;
const lower = call.bind(String.prototype.toLowerCase);
const test = call.bind(RegExp.prototype.test);
const replace = call.bind(String.prototype.replace);

const NOT_A_NAME = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const NOT_A_VALUE = /[\0\n\r]/;
const OUTER_SPACE = /^[\t\n\r ]+|[\t\n\r ]+$/g;

/** @param {unknown} name @returns {string} */
function toName(name) {
  const text = toByteString(name, "The header's name");
  if (text === "" || test(NOT_A_NAME, text)) throw new TypeError(`${JSON.stringify(text)} is no name of a header`);
  return text;
}

/** @param {unknown} value @returns {string} */
function toValue(value, name) {
  const text = replace(toByteString(value, `The header ${name}`), OUTER_SPACE, "");
  if (test(NOT_A_VALUE, text)) throw new TypeError(`The value of the header ${name} holds a line end or NUL`);
  return text;
}

/** The fields of one message: names in lower case, values, and names as they were given, in turn. */
class FieldList {
  /** @type {string[]} */
  fields = [];
  immutable = false;

  get(name) {
    const { fields } = this;
    let found = null;
    for (let i = 0; i < fields.length; i += 3) {
      if (fields[i] === name) found = found === null ? fields[i + 1] : `${found}, ${fields[i + 1]}`;
    }
    return found;
  }

  has(name) {
    const { fields } = this;
    for (let i = 0; i < fields.length; i += 3) if (fields[i] === name) return true;
    return false;
  }

  append(name, value) {
    const { fields } = this;
    const at = fields.length;
    fields[at] = lower(name);
    fields[at + 1] = value;
    fields[at + 2] = name;
  }

  delete(name) {
    const kept = [];
    const { fields } = this;
    for (let i = 0; i < fields.length; i += 3) {
      if (fields[i] !== name) kept.push(fields[i], fields[i + 1], fields[i + 2]);
    }
    this.fields = kept;
  }

  set(name, value) {
    const key = lower(name);
    const { fields } = this;
    for (let i = 0; i < fields.length; i += 3) {
      if (fields[i] !== key) continue;
      const kept = fields.slice(0, i);
      kept.push(key, value, name);
      for (let j = i + 3; j < fields.length; j += 3) if (fields[j] !== key) kept.push(fields[j], fields[j + 1], fields[j + 2]);
      this.fields = kept;
      return;
    }
    this.append(name, value);
  }

  copy() {
    const list = new FieldList();
    list.fields = this.fields.slice();
    return list;
  }

  /** @returns {[string, string][]} sorted by name; `set-cookie` is never combined */
  sorted() {
    const { fields } = this;
    const names = [];
    const seen = new Set();
    for (let i = 0; i < fields.length; i += 3) {
      if (seen.has(fields[i])) continue;
      seen.add(fields[i]);
      names.push(fields[i]);
    }
    names.sort();
    /** @type {[string, string][]} */
    const pairs = [];
    for (const name of names) {
      if (name !== "set-cookie") pairs.push([name, /** @type {string} */ (this.get(name))]);
      else for (let i = 0; i < fields.length; i += 3) if (fields[i] === name) pairs.push([name, fields[i + 1]]);
    }
    return pairs;
  }

  /** Lines `name:value`, each ended by a line feed, in the order of the list. */
  toLines() {
    const { fields } = this;
    let lines = "";
    for (let i = 0; i < fields.length; i += 3) lines += `${fields[i]}:${fields[i + 1]}\n`;
    return lines;
  }

  /** @param {string} lines as `toLines` gives them, names in lower case */
  static ofLines(lines) {
    const list = new FieldList();
    for (let at = 0; at < lines.length; ) {
      const end = lines.indexOf("\n", at);
      const colon = lines.indexOf(":", at);
      const name = lines.slice(at, colon);
      list.fields.push(name, lines.slice(colon + 1, end), name);
      at = end + 1;
    }
    return list;
  }
}

/** @type {(headers: Headers) => FieldList} */
let listOf;
/** What the constructor is called with for a list that is there already. */
const OWN = {};
/** @type {any} */
let given;

/** @param {FieldList} list */
function checkMutable(list) {
  if (list.immutable) throw new TypeError("The headers cannot be changed");
}

function appendChecked(list, name, value) {
  const key = toName(name);
  const text = toValue(value, key);
  checkMutable(list);
  list.append(key, text);
}

function fillFromSequence(list, init) {
  for (const pair of init) {
    if (pair === null || typeof pair !== "object" || typeof pair[iterator] !== "function") throw new TypeError("Each header must be a pair of name and value");
    const both = [...pair];
    if (both.length !== 2) throw new TypeError("Each header must be a pair of name and value");
    appendChecked(list, both[0], both[1]);
  }
}

function fillFromRecord(list, init) {
  const pairs = [];
  for (const key of ownKeys(init)) {
    if (!getOwnPropertyDescriptor(init, key)?.enumerable) continue;
    if (typeof key === "symbol") throw new TypeError("A symbol is no name of a header");
    const name = toByteString(key, "The header's name");
    pairs.push(name, toByteString(init[key], `The header ${name}`));
  }
  for (let i = 0; i < pairs.length; i += 2) appendChecked(list, pairs[i], pairs[i + 1]);
}

/** @param {FieldList} list @param {any} init pairs, a record, or Headers */
function fill(list, init) {
  if (init === null || (typeof init !== "object" && typeof init !== "function")) throw new TypeError("Headers are made of an object, of pairs, or of other Headers");
  const method = init[iterator];
  if (method === undefined || method === null) fillFromRecord(list, init);
  else if (typeof method !== "function") throw new TypeError("The headers cannot be iterated");
  // Its own iteration may have been replaced; only then it differs from the list.
  else if (exports.isHeaders(init) && method === entries) {
    for (const [name, value] of listOf(init).sorted()) list.append(name, value);
  } else fillFromSequence(list, init);
}

class Headers {
  /** @type {FieldList} */
  #list;

  static {
    listOf = (headers) => headers.#list;
    exports.isHeaders = (value) => typeof value === "object" && value !== null && #list in value;
  }

  /** @param {Headers | Record<string, string> | Iterable<[string, string]>} [init] */
  constructor(init = undefined) {
    if (init === OWN) {
      this.#list = given;
      return;
    }
    this.#list = new FieldList();
    if (init !== undefined) fill(this.#list, init);
  }

  append(name, value) {
    const list = this.#list;
    requireArguments(arguments.length, ["name", "value"]);
    appendChecked(list, name, value);
  }

  delete(name) {
    const list = this.#list;
    requireArguments(arguments.length, ["name"]);
    const key = lower(toName(name));
    checkMutable(list);
    list.delete(key);
  }

  get(name) {
    const list = this.#list;
    requireArguments(arguments.length, ["name"]);
    return list.get(lower(toName(name)));
  }

  getSetCookie() {
    const { fields } = this.#list;
    const values = [];
    for (let i = 0; i < fields.length; i += 3) if (fields[i] === "set-cookie") values.push(fields[i + 1]);
    return values;
  }

  has(name) {
    const list = this.#list;
    requireArguments(arguments.length, ["name"]);
    return list.has(lower(toName(name)));
  }

  set(name, value) {
    const list = this.#list;
    requireArguments(arguments.length, ["name", "value"]);
    const key = toName(name);
    const text = toValue(value, key);
    checkMutable(list);
    list.set(key, text);
  }

  forEach(callback, thisArgument = undefined) {
    const list = this.#list;
    requireArguments(arguments.length, ["callback"]);
    if (typeof callback !== "function") throw new TypeError("The callback must be a function");
    let pairs = list.sorted();
    for (let i = 0; i < pairs.length; i++) {
      apply(callback, thisArgument, [pairs[i][1], pairs[i][0], this]);
      pairs = list.sorted();
    }
  }

  entries() {
    void this.#list;
    return new FieldIterator(this.#list, (pair) => [pair[0], pair[1]]);
  }

  keys() {
    return new FieldIterator(this.#list, (pair) => pair[0]);
  }

  values() {
    return new FieldIterator(this.#list, (pair) => pair[1]);
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    const shown = { __proto__: null };
    for (const [name, value] of this.#list.sorted()) shown[name] = name in shown ? [shown[name], value].flat() : value;
    return `Headers ${inspect({ ...shown }, options)}`;
  }
}

/** Iterates over the list as it is at each step. */
class FieldIterator {
  #list;
  #pick;
  #next = 0;

  constructor(list, pick) {
    this.#list = list;
    this.#pick = pick;
  }

  next() {
    const pairs = this.#list.sorted();
    if (this.#next >= pairs.length) return { value: undefined, done: true };
    return { value: this.#pick(pairs[this.#next++]), done: false };
  }
}
Object.setPrototypeOf(FieldIterator.prototype, Object.getPrototypeOf(Object.getPrototypeOf([][iterator]())));
delete FieldIterator.prototype.constructor;
expose(FieldIterator, "Headers Iterator");

const { entries } = Headers.prototype;
Object.defineProperty(Headers.prototype, iterator, { value: entries, writable: true, configurable: true });
expose(Headers);
require("web/known").learn("isHeaders", exports.isHeaders);

exports.FieldList = FieldList;
exports.fillHeaders = fill;
/** @param {FieldList} list */
exports.wrapHeaders = function wrapHeaders(list) {
  given = list;
  return new Headers(/** @type {any} */ (OWN));
};
exports.listOf = (headers) => listOf(headers);
exports.Headers = Headers;
