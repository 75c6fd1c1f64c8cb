/** FormData (XMLHttpRequest, 4): a list of names with texts or files. */

const { expose, requireArguments } = require("web/idl");
const { toText } = require("web/web_text");
const { isBlob, isFile, File } = require("web/blob");

const { apply } = Reflect;
const { iterator } = Symbol;

/** @param {unknown} value @param {unknown} filename @param {boolean} named */
function toEntryValue(value, filename, named) {
  if (!isBlob(value)) {
    if (named) throw new TypeError("Only a Blob can have a file name");
    return toText(value);
  }
  if (isFile(value) && !named) return value;
  const blob = /** @type {Blob} */ (value);
  const name = named ? toText(filename) : "blob";
  const lastModified = isFile(value) ? /** @type {File} */ (value).lastModified : undefined;
  return new File([blob], name, { type: blob.type, lastModified });
}

/** @type {(data: FormData) => any[]} */
let listOf;

class FormData {
  /** Names and values in turn. @type {any[]} */
  #list = [];

  static {
    listOf = (data) => data.#list;
    exports.isFormData = (value) => typeof value === "object" && value !== null && #list in value;
  }

  constructor(form = undefined) {
    if (form !== undefined) throw new TypeError("There are no HTML forms here: FormData takes no arguments");
  }

  append(name, value, filename = undefined) {
    const list = this.#list;
    requireArguments(arguments.length, ["name", "value"]);
    const key = toText(name);
    list.push(key, toEntryValue(value, filename, arguments.length > 2 && filename !== undefined));
  }

  delete(name) {
    void this.#list;
    requireArguments(arguments.length, ["name"]);
    const key = toText(name);
    const kept = [];
    for (let i = 0; i < this.#list.length; i += 2) if (this.#list[i] !== key) kept.push(this.#list[i], this.#list[i + 1]);
    this.#list = kept;
  }

  get(name) {
    const list = this.#list;
    requireArguments(arguments.length, ["name"]);
    const key = toText(name);
    for (let i = 0; i < list.length; i += 2) if (list[i] === key) return list[i + 1];
    return null;
  }

  getAll(name) {
    const list = this.#list;
    requireArguments(arguments.length, ["name"]);
    const key = toText(name);
    const values = [];
    for (let i = 0; i < list.length; i += 2) if (list[i] === key) values.push(list[i + 1]);
    return values;
  }

  has(name) {
    const list = this.#list;
    requireArguments(arguments.length, ["name"]);
    const key = toText(name);
    for (let i = 0; i < list.length; i += 2) if (list[i] === key) return true;
    return false;
  }

  set(name, value, filename = undefined) {
    void this.#list;
    requireArguments(arguments.length, ["name", "value"]);
    const key = toText(name);
    const entry = toEntryValue(value, filename, arguments.length > 2 && filename !== undefined);
    const list = [];
    let placed = false;
    for (let i = 0; i < this.#list.length; i += 2) {
      if (this.#list[i] !== key) list.push(this.#list[i], this.#list[i + 1]);
      else if (!placed) {
        placed = true;
        list.push(key, entry);
      }
    }
    if (!placed) list.push(key, entry);
    this.#list = list;
  }

  forEach(callback, thisArgument = undefined) {
    void this.#list;
    if (typeof callback !== "function") throw new TypeError("The callback must be a function");
    for (let i = 0; i < this.#list.length; i += 2) apply(callback, thisArgument, [this.#list[i + 1], this.#list[i], this]);
  }

  entries() {
    void this.#list;
    return new EntryIterator(this, (name, value) => [name, value]);
  }

  keys() {
    void this.#list;
    return new EntryIterator(this, (name) => name);
  }

  values() {
    void this.#list;
    return new EntryIterator(this, (_, value) => value);
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    const shown = [];
    for (let i = 0; i < this.#list.length; i += 2) shown.push([this.#list[i], this.#list[i + 1]]);
    return `FormData ${inspect(shown, options)}`;
  }
}

class EntryIterator {
  #data;
  #pick;
  #next = 0;

  constructor(data, pick) {
    this.#data = data;
    this.#pick = pick;
  }

  next() {
    const list = listOf(this.#data);
    const i = this.#next;
    if (i >= list.length) return { value: undefined, done: true };
    this.#next = i + 2;
    return { value: this.#pick(list[i], list[i + 1]), done: false };
  }
}
Object.setPrototypeOf(EntryIterator.prototype, Object.getPrototypeOf(Object.getPrototypeOf([][iterator]())));
delete EntryIterator.prototype.constructor;
expose(EntryIterator, "FormData Iterator");

Object.defineProperty(FormData.prototype, iterator, { value: FormData.prototype.entries, writable: true, configurable: true });
expose(FormData);

exports.entriesOf = (data) => listOf(data);
exports.FormData = FormData;
