/** Request (Fetch, 5.4). There are no cookies, caches and origins here: what is about them is kept and ignored. */

const { expose, requireArguments } = require("web/idl");
const { toByteString, toText } = require("web/web_text");
const { FieldList, fillHeaders, wrapHeaders } = require("web/fetch/headers");
const { addBodyMembers, Body, cloneBody, extractBody, isUnusable } = require("web/fetch/body");

const { urlParse } = native;
const NOT_A_TOKEN = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const NORMALIZED = /^(?:delete|get|head|options|post|put)$/i;
const FORBIDDEN = /^(?:connect|trace|track)$/i;

/** Members with a few values: the first one is the default. */
const CHOICES = {
  __proto__: null,
  mode: ["cors", "navigate", "no-cors", "same-origin"],
  credentials: ["same-origin", "include", "omit"],
  cache: ["default", "force-cache", "no-cache", "no-store", "only-if-cached", "reload"],
  redirect: ["follow", "error", "manual"],
  referrerPolicy: [
    "", "no-referrer", "no-referrer-when-downgrade", "origin", "origin-when-cross-origin", "same-origin", "strict-origin",
    "strict-origin-when-cross-origin", "unsafe-url",
  ],
};

/**
 * @typedef {object} RequestRecord
 * @property {string} method
 * @property {string} url
 * @property {FieldList} fields
 * @property {Body | null} body
 * @property {AbortSignal | null} signal the one that was given
 * @property {string} redirect
 * @property {Record<string, any>} kept what is only kept
 */

/** @param {string} method */
function toMethod(method) {
  if (method === "GET" || method === "POST") return method;
  const text = toByteString(method, "The method");
  if (text === "" || NOT_A_TOKEN.test(text)) throw new TypeError(`${JSON.stringify(text)} is no method of HTTP`);
  if (FORBIDDEN.test(text)) throw new TypeError(`The method ${text} cannot be sent`);
  return NORMALIZED.test(text) ? text.toUpperCase() : text;
}

/**
 * URLs as they were given and as they are called: most sites call a few again and again. Its methods are
 * its own: a program may replace the prototype's.
 */
const hrefs = new Map();
for (const name of ["get", "set", "clear"]) hrefs[name] = hrefs[name];
const HREFS_MAX = 64;
const HREF_MAX = 1024;
let hrefsLeft = HREFS_MAX;

/** @param {string} text @param {string} href */
function remember(text, href) {
  if (text.length > HREF_MAX) return;
  if (hrefsLeft-- === 0) {
    hrefs.clear();
    hrefsLeft = HREFS_MAX - 1;
  }
  hrefs.set(text, href);
}

/** @param {unknown} input @returns {string} */
function toUrl(input) {
  const text = toText(input);
  const known = hrefs.get(text);
  if (known !== undefined) return known;
  const parts = urlParse(text, undefined);
  if (parts === undefined) {
    const error = new TypeError(`${JSON.stringify(text)} is no absolute URL`);
    /** @type {any} */ (error).code = "ERR_INVALID_URL";
    throw error;
  }
  const href = parts[0];
  // A name or password would stand between the slashes and the host (places as in web/url.js).
  if (parts[3] !== undefined && href[parts[3]] === "@") throw new TypeError("A URL that is fetched must not hold a user name or password");
  remember(text, href);
  return href;
}

function choose(init, name, otherwise) {
  const value = init[name];
  if (value === undefined) return otherwise;
  const text = `${value}`;
  if (!CHOICES[name].includes(text)) throw new TypeError(`${name} is ${JSON.stringify(text)}; it can be ${CHOICES[name].join(", ")}`);
  if (name === "mode" && text === "navigate") throw new TypeError('mode cannot be "navigate"');
  return text;
}

/** @param {any} init @param {AbortSignal | null} otherwise */
function readSignal(init, otherwise) {
  const { signal } = init;
  if (signal === undefined) return otherwise;
  if (signal === null) return null;
  const { isSignal } = require("web/abort");
  if (isSignal(signal)) return signal;
  throw new TypeError("signal must be an AbortSignal");
}

const DEFAULTS = { __proto__: null, mode: "cors", credentials: "same-origin", cache: "default", referrerPolicy: "", referrer: "about:client", integrity: "", keepalive: false };

const KEPT = ["mode", "credentials", "cache", "referrerPolicy", "referrer", "integrity", "keepalive", "window", "duplex"];

function readKept(init, before) {
  let isGiven = false;
  for (let i = 0; i < KEPT.length; i++) isGiven ||= init[KEPT[i]] !== undefined;
  if (!isGiven) return before;
  const kept = { ...before };
  for (const name of ["mode", "credentials", "cache", "referrerPolicy"]) kept[name] = choose(init, name, kept[name]);
  if (init.referrer !== undefined) {
    const text = toText(init.referrer);
    const parts = text === "" ? ["no-referrer"] : urlParse(text, undefined);
    if (parts === undefined) throw new TypeError("The referrer is no absolute URL");
    kept.referrer = parts[0];
  }
  if (init.integrity !== undefined) kept.integrity = `${init.integrity}`;
  if (init.keepalive !== undefined) kept.keepalive = Boolean(init.keepalive);
  if (kept.cache === "only-if-cached" && kept.mode !== "same-origin") throw new TypeError('cache "only-if-cached" goes with mode "same-origin" only');
  if (init.window !== undefined && init.window !== null) throw new TypeError("window can only be null");
  if (init.duplex !== undefined && `${init.duplex}` !== "half") throw new TypeError('duplex can only be "half"');
  return kept;
}

/**
 * @param {any} input a URL or a Request
 * @param {any} init
 * @returns {RequestRecord}
 */
exports.makeRecord = function makeRecord(input, init) {
  if (init !== undefined && init !== null && typeof init !== "object" && typeof init !== "function") throw new TypeError("The options of a request must be an object");
  const before = exports.isRequest(input) ? recordOf(input) : undefined;
  const url = before === undefined ? toUrl(input) : before.url;
  if (init === undefined || init === null) {
    if (before === undefined) return { method: "GET", url, fields: new FieldList(), body: null, signal: null, redirect: "follow", kept: DEFAULTS };
    return { ...before, fields: before.fields.copy(), body: takeBody(before) };
  }
  const { headers } = init;
  const given = init.body;
  const method = init.method === undefined ? (before?.method ?? "GET") : toMethod(init.method);
  const kept = readKept(init, before?.kept ?? DEFAULTS);
  const redirect = choose(init, "redirect", before?.redirect ?? "follow");
  const signal = readSignal(init, before?.signal ?? null);
  let fields = new FieldList();
  if (headers !== undefined) fillHeaders(fields, headers);
  else if (before !== undefined) fields = before.fields.copy();
  const hasBody = given !== undefined && given !== null;
  if ((hasBody || (before !== undefined && before.body !== null)) && (method === "GET" || method === "HEAD")) {
    throw new TypeError(`A request with the method ${method} has no body`);
  }
  let body = null;
  if (hasBody) {
    const extracted = extractBody(given);
    body = extracted.body;
    if (extracted.type !== undefined && !fields.has("content-type")) fields.append("content-type", extracted.type);
  } else if (before !== undefined) body = takeBody(before);
  return { method, url, fields, body, signal, redirect, kept };
};

/** The body of a Request goes over to the next. @param {RequestRecord} record */
function takeBody(record) {
  const { body } = record;
  if (body === null) return null;
  if (isUnusable(body)) throw new TypeError("The Request's body was read already, or is being read");
  const { source, stream } = body;
  record.body = new Body("");
  record.body.used = true;
  if (stream === undefined) return new Body(source);
  // The program may hold the stream: it must not read from it any more.
  const through = require("web/streams/tee").tee(stream, false);
  require("web/streams/promises").handled(require("web/streams/readable_core").cancel(through[1], undefined));
  stream.disturbed = true;
  record.body.stream = stream;
  return new Body(undefined, through[0]);
}

/** @type {(request: Request) => RequestRecord} */
let recordOf;
/** What the constructor is called with for a record that is there already. */
const OWN = {};
let given;

class Request {
  /** @type {RequestRecord} */
  #record;
  #headers;
  #signal;

  static {
    recordOf = (request) => request.#record;
    exports.isRequest = (value) => typeof value === "object" && value !== null && #record in value;
  }

  /** @param {string | URL | Request} input @param {object} [init] */
  constructor(input, init = undefined) {
    if (input === OWN) {
      this.#record = given;
      return;
    }
    requireArguments(arguments.length, ["input"]);
    this.#record = exports.makeRecord(input, init);
  }

  get method() {
    return this.#record.method;
  }

  get url() {
    return this.#record.url;
  }

  get headers() {
    return (this.#headers ??= wrapHeaders(this.#record.fields));
  }

  get destination() {
    void this.#record;
    return "";
  }

  get referrer() {
    const { referrer } = this.#record.kept;
    return referrer === "no-referrer" ? "" : referrer;
  }

  get referrerPolicy() {
    return this.#record.kept.referrerPolicy;
  }

  get mode() {
    return this.#record.kept.mode;
  }

  get credentials() {
    return this.#record.kept.credentials;
  }

  get cache() {
    return this.#record.kept.cache;
  }

  get redirect() {
    return this.#record.redirect;
  }

  get integrity() {
    return this.#record.kept.integrity;
  }

  get keepalive() {
    return this.#record.kept.keepalive;
  }

  get isReloadNavigation() {
    void this.#record;
    return false;
  }

  get isHistoryNavigation() {
    void this.#record;
    return false;
  }

  get signal() {
    const { signal } = this.#record;
    if (this.#signal === undefined) {
      const { AbortSignal, AbortController } = require("web/abort");
      this.#signal = signal === null ? new AbortController().signal : AbortSignal.any([signal]);
    }
    return this.#signal;
  }

  get duplex() {
    void this.#record;
    return "half";
  }

  clone() {
    const record = this.#record;
    if (isUnusable(record.body)) throw new TypeError("The Request cannot be cloned: its body was read already, or is being read");
    given = { ...record, fields: record.fields.copy(), body: cloneBody(record.body) };
    return new Request(/** @type {any} */ (OWN));
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    const { method, url, headers, redirect, bodyUsed } = this;
    return `Request ${inspect({ method, url, headers, redirect, bodyUsed }, options)}`;
  }
}

addBodyMembers(
  Request,
  (value) => exports.isRequest(value),
  (request) => recordOf(request).body,
  (request) => recordOf(request).fields.get("content-type"),
);
expose(Request);

exports.recordOf = (request) => recordOf(request);
exports.Request = Request;
