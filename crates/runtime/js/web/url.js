/**
 * URL (WHATWG). The server's parser gives the normalised text and where its parts begin; every
 * property is a slice of that text. A setter is one crossing that gives the new text.
 */

const { expose, requireArguments } = require("web/idl");
const { makeError } = require("node/errors");
const { URLSearchParams, follow, replaceWith } = require("web/url_search_params");

/** Places in what `native.urlParse` gives; the numbers are those of `ops/url.rs`. */
const AT = { href: 0, protocolEnd: 1, usernameEnd: 2, hostStart: 3, hostEnd: 4, port: 5, pathStart: 6, searchStart: 7, hashStart: 8 };
/** Parts for `native.urlSet`; the numbers are those of `ops/url.rs`. */
const PART = { href: 0, protocol: 1, username: 2, password: 3, host: 4, hostname: 5, port: 6, pathname: 7, search: 8, hash: 9 };
const SPECIAL = new Set(["http:", "https:", "ftp:", "ws:", "wss:"]);

const { urlParse, urlSet } = native;

/** Lone surrogates become U+FFFD, as in a USVString. */
function toText(value) {
  return `${value}`.toWellFormed();
}

function parse(input, base) {
  return urlParse(toText(input), base === undefined ? undefined : toText(base));
}

class URL {
  /** @type {any[]} */
  #parts;
  /** @type {URLSearchParams | undefined} */
  #searchParams;

  /**
   * @param {string | URL} input
   * @param {string | URL} [base]
   */
  constructor(input, base = undefined) {
    requireArguments(arguments.length, ["url"]);
    const parts = parse(input, base);
    if (parts === undefined) {
      const error = makeError(TypeError, "ERR_INVALID_URL", "Invalid URL");
      error.input = toText(input);
      if (base !== undefined) error.base = toText(base);
      throw error;
    }
    this.#parts = parts;
  }

  static canParse(input, base = undefined) {
    requireArguments(arguments.length, ["url"]);
    return parse(input, base) !== undefined;
  }

  static parse(input, base = undefined) {
    requireArguments(arguments.length, ["url"]);
    try {
      return new URL(input, base);
    } catch (error) {
      if (error?.code === "ERR_INVALID_URL") return null;
      throw error;
    }
  }

  /** @param {Blob} blob */
  static createObjectURL(blob) {
    requireArguments(arguments.length, ["obj"]);
    return require("web/blob_url").createObjectURL(blob);
  }

  /** @param {string} url */
  static revokeObjectURL(url) {
    requireArguments(arguments.length, ["url"]);
    require("web/blob_url").revokeObjectURL(url);
  }

  #set(part, value) {
    const parts = urlSet(this.#parts[AT.href], part, toText(value));
    if (parts === undefined) return false;
    this.#parts = parts;
    return true;
  }

  /** Where the path ends. */
  #pathEnd() {
    return this.#parts[AT.searchStart] ?? this.#parts[AT.hashStart] ?? this.#parts[AT.href].length;
  }

  #hostStart() {
    const start = this.#parts[AT.hostStart];
    return this.#parts[AT.href][start] === "@" ? start + 1 : start;
  }

  get href() {
    return this.#parts[AT.href];
  }

  set href(value) {
    if (!this.#set(PART.href, value)) throw makeError(TypeError, "ERR_INVALID_URL", "Invalid URL");
    this.#refreshParams();
  }

  get origin() {
    void this.#parts;
    const { protocol } = this;
    if (SPECIAL.has(protocol)) return `${protocol}//${this.host}`;
    if (protocol === "blob:") {
      const inner = URL.parse(this.pathname);
      if (inner !== null && (inner.protocol === "http:" || inner.protocol === "https:")) return inner.origin;
    }
    return "null";
  }

  get protocol() {
    return this.#parts[AT.href].slice(0, this.#parts[AT.protocolEnd]);
  }

  set protocol(value) {
    this.#set(PART.protocol, value);
  }

  get username() {
    const start = this.#parts[AT.protocolEnd] + 2;
    const end = this.#parts[AT.usernameEnd];
    return start < end ? this.#parts[AT.href].slice(start, end) : "";
  }

  set username(value) {
    this.#set(PART.username, value);
  }

  get password() {
    const start = this.#parts[AT.usernameEnd] + 1;
    const end = this.#parts[AT.hostStart];
    return start <= end ? this.#parts[AT.href].slice(start, end) : "";
  }

  set password(value) {
    this.#set(PART.password, value);
  }

  get host() {
    void this.#parts;
    const { hostname, port } = this;
    return port === "" ? hostname : `${hostname}:${port}`;
  }

  set host(value) {
    this.#set(PART.host, value);
  }

  get hostname() {
    return this.#parts[AT.href].slice(this.#hostStart(), this.#parts[AT.hostEnd]);
  }

  set hostname(value) {
    this.#set(PART.hostname, value);
  }

  get port() {
    const port = this.#parts[AT.port];
    return port === undefined ? "" : `${port}`;
  }

  set port(value) {
    this.#set(PART.port, value);
  }

  get pathname() {
    return this.#parts[AT.href].slice(this.#parts[AT.pathStart], this.#pathEnd());
  }

  set pathname(value) {
    this.#set(PART.pathname, value);
  }

  get search() {
    const start = this.#parts[AT.searchStart];
    const end = this.#parts[AT.hashStart] ?? this.#parts[AT.href].length;
    return start === undefined || end - start <= 1 ? "" : this.#parts[AT.href].slice(start, end);
  }

  set search(value) {
    this.#set(PART.search, value);
    this.#refreshParams();
  }

  get hash() {
    const start = this.#parts[AT.hashStart];
    return start === undefined || this.#parts[AT.href].length - start <= 1 ? "" : this.#parts[AT.href].slice(start);
  }

  set hash(value) {
    this.#set(PART.hash, value);
  }

  get searchParams() {
    if (this.#searchParams === undefined) {
      this.#searchParams = new URLSearchParams(this.search);
      follow(this.#searchParams, (query) => this.#set(PART.search, query));
    }
    return this.#searchParams;
  }

  #refreshParams() {
    if (this.#searchParams !== undefined) replaceWith(this.#searchParams, this.search);
  }

  toString() {
    return this.#parts[AT.href];
  }

  toJSON() {
    return this.#parts[AT.href];
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    if (typeof depth === "number" && depth < 0) return this.href;
    const shown = {};
    for (const name of SHOWN) shown[name] = this[name];
    return `URL ${inspect(shown, options)}`;
  }
}

const SHOWN = ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "searchParams", "hash"];

expose(URL);
exports.URL = URL;
exports.URLSearchParams = URLSearchParams;
