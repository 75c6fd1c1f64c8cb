/**
 * What was found and nobody has looked at yet.
 *
 * Handlers often send on what they found. Making objects of it only to make text of them again is most
 * of what such a request costs. So an item, or the list of a page's items, is at first a Proxy that
 * knows its text: whoever touches it finds what the text says, and from then on the Proxy does nothing
 * but stand before an ordinary object or array. Where nobody touches it the host makes the answer from
 * the stored text.
 *
 * A touched Proxy has cost more than it saved. Where things are touched they come as they are.
 */

const { decodeItem, decodePage } = require("velo/data/decode");
const { setOwn } = require("velo/own");
const json = require("velo/json");
// Undefined for tests that bring a host without it.
const { dataSent } = native;

const { parse, stringify } = JSON;
const { keys, getPrototypeOf, setPrototypeOf, prototype: plain } = Object;
const { isArray, prototype: list } = Array;
const date = Date.prototype;
const { toJSON, toISOString } = date;
const NativeProxy = Proxy;
const NativeMap = Map;
const { get: getFate, set: setFate } = Map.prototype;
const { get: getKnown, set: setKnown } = WeakMap.prototype;
const { apply } = Reflect;
/** What does what a trap was asked for. */
const reflect = ordinaries(Reflect);
const call = Function.prototype.call;
/** @type {(text: string, part: string) => boolean} */
const includes = call.bind(String.prototype.includes);
/** @type {(text: string, part: string) => number} */
const lastIndexOf = call.bind(String.prototype.lastIndexOf);
/** @type {(text: string, from: number) => string} */
const slice = call.bind(String.prototype.slice);

/** Operations that follow a touch and are not tried, at least and at most. */
const PAUSE_MIN = 8;
const PAUSE_MAX = 4096;
/** Collections of which it is remembered. */
const FATES_MAX = 1000;
/** Members that an answer may have around what nobody has looked at. */
const MEMBERS_MAX = 8;

/** The functions of `source` that stand for the traps below; spreading would find none of them. */
function ordinaries(source) {
  const { get, set, has, deleteProperty, ownKeys, getOwnPropertyDescriptor, defineProperty, setPrototypeOf, preventExtensions } = source;
  return { __proto__: null, get, set, has, deleteProperty, ownKeys, getOwnPropertyDescriptor, defineProperty, setPrototypeOf, preventExtensions };
}

/**
 * What became of what was not looked at: how many operations from now on are not tried, and how many
 * after the next touch.
 * @typedef {{wait: number, pause: number}} Fate
 */

/** @typedef {Map<string, Fate>} Fates by collection */
const fatesOf = { __proto__: null, item: new NativeMap(), page: new NativeMap() };

/**
 * @param {"item" | "page"} kind
 * @param {string} collection
 * @returns {Fate | null} null when it is not to be tried now
 */
exports.fate = function fate(kind, collection) {
  if (dataSent === undefined) return null;
  let fate = apply(getFate, fatesOf[kind], [collection]);
  if (fate === undefined) {
    if (fatesOf[kind].size >= FATES_MAX) fatesOf[kind] = new NativeMap();
    fate = { wait: 0, pause: PAUSE_MIN };
    apply(setFate, fatesOf[kind], [collection, fate]);
  }
  if (fate.wait === 0) return fate;
  fate.wait--;
  return null;
};

/** Traps of a Proxy that nobody has touched. They end with the first touch. */
class Unread {
  /**
   * @param {string} text of an item, or of a page
   * @param {number} length how many items a page has; -1 for an item
   * @param {Fate} fate
   */
  constructor(text, length, fate) {
    this.text = text;
    this.length = length;
    this.fate = fate;
  }

  /** Whether something is asked that can be answered without a look: whether it is a promise, how many there are. */
  get(target, key, receiver) {
    if (this.length >= 0 ? key === "then" : key === "then" && !mentionsThen(this.text)) return target.then;
    if (key === "length" && this.length >= 0) return this.length;
    return touched(this, target).get(target, key, receiver);
  }

  set(target, key, value, receiver) {
    return touched(this, target).set(target, key, value, receiver);
  }

  has(target, key) {
    return touched(this, target).has(target, key);
  }

  deleteProperty(target, key) {
    return touched(this, target).deleteProperty(target, key);
  }

  ownKeys(target) {
    return touched(this, target).ownKeys(target);
  }

  getOwnPropertyDescriptor(target, key) {
    return touched(this, target).getOwnPropertyDescriptor(target, key);
  }

  defineProperty(target, key, descriptor) {
    return touched(this, target).defineProperty(target, key, descriptor);
  }

  setPrototypeOf(target, prototype) {
    return touched(this, target).setPrototypeOf(target, prototype);
  }

  preventExtensions(target) {
    return touched(this, target).preventExtensions(target);
  }
}
// Other traps must not come from what a site puts there.
setPrototypeOf(Unread.prototype, null);

/** @param {string} text @returns {boolean} whether it may have a member `then`, however that is spelt */
const mentionsThen = (text) => includes(text, '"then"') || includes(text, "\\u00");

/**
 * Fills the target, which the Proxy only stands before from now on.
 * @param {Unread} unread
 * @param {any} target
 * @returns {any} what does what was asked for
 */
function touched(unread, target) {
  const { text, fate } = unread;
  setPrototypeOf(unread, null);
  unread.text = "";
  fate.wait = fate.pause;
  if (fate.pause < PAUSE_MAX) fate.pause *= 2;
  if (isArray(target)) {
    const { items } = decodePage(text);
    for (let i = 0; i < items.length; i++) setOwn(target, i, items[i]);
  } else {
    const item = decodeItem(text);
    const names = keys(item);
    for (let i = 0; i < names.length; i++) setOwn(target, names[i], item[names[i]]);
  }
  return reflect;
}

/** @type {WeakMap<object, Unread>} */
const known = new WeakMap();

/** @param {object} target @param {Unread} unread */
function stand(target, unread) {
  json.unread.toJson = toJson;
  const proxy = new NativeProxy(target, unread);
  apply(setKnown, known, [proxy, unread]);
  return proxy;
}

/**
 * @param {string} text
 * @param {Fate} fate
 * @returns {Record<string, any>} the item
 */
exports.unreadItem = (text, fate) => stand({}, new Unread(text, -1, fate));

/**
 * @param {string} text `{"items":[..],"length":n, ..}`
 * @param {Fate} fate
 * @returns {{items: any[], total?: number, partial?: boolean}}
 */
exports.unreadPage = function unreadPage(text, fate) {
  const page = parse(`{"items":0${slice(text, lastIndexOf(text, "]") + 1)}`);
  if (typeof page.length !== "number") return decodePage(text);
  page.items = stand([], new Unread(text, page.length, fate));
  return page;
};

/** Whether `JSON.stringify` would still do what the host does. */
function isOrdinary() {
  return date.toJSON === toJSON && date.toISOString === toISOString && plain.toJSON === undefined && list.toJSON === undefined;
}

/** @param {any} value @returns {Unread | undefined} when nobody has looked at it */
function unreadOf(value) {
  if (typeof value !== "object" || value === null) return undefined;
  const unread = apply(getKnown, known, [value]);
  return unread !== undefined && unread.text !== "" ? unread : undefined;
}

/** @param {Unread} unread */
function sent({ text, length, fate }) {
  fate.pause = PAUSE_MIN;
  return dataSent(text, length >= 0);
}

/**
 * JSON of what nobody has looked at, or of an object of which a member is such and the others are no
 * objects.
 * @param {any} value an object
 * @returns {string | undefined} undefined for everything else
 */
function toJson(value) {
  if (!isOrdinary()) return undefined;
  const unread = unreadOf(value);
  if (unread !== undefined) return sent(unread);
  if (getPrototypeOf(value) !== plain) return undefined;
  const names = keys(value);
  if (names.length > MEMBERS_MAX) return undefined;
  let found = false;
  for (let i = 0; i < names.length; i++) {
    const member = value[names[i]];
    if (unreadOf(member) !== undefined) found = true;
    else if ((typeof member === "object" && member !== null) || typeof member === "bigint" || typeof member === "function") return undefined;
  }
  if (!found || value.toJSON !== undefined) return undefined;
  let text = "";
  for (let i = 0; i < names.length; i++) {
    const member = value[names[i]];
    const its = unreadOf(member);
    const part = its === undefined ? stringify(member) : sent(its);
    if (part !== undefined) text += `${text === "" ? "{" : ","}${stringify(names[i])}:${part}`;
  }
  return `${text}}`;
}
