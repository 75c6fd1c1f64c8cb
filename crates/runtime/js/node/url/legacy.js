/**
 * `url.parse` and `url.format`: URLs as they were read before the WHATWG's standard. Old packages, and
 * what they compare with, depend on each of its habits.
 */

const { invalidArgType, makeError } = require("node/errors");
const { checkString } = require("node/validate");
const { domainToASCII } = require("node/url/domain");

/** Schemes that are followed by `//` whether it is written or not. */
const SLASHED = new Set(["http:", "https:", "ftp:", "gopher:", "file:", "ws:", "wss:"]);
const HOSTLESS = new Set(["javascript:"]);
const HOSTNAME_MAX = 255;

const PROTOCOL = /^[a-z0-9.+-]+:/i;
const SIMPLE_PATH = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;
const AUTHORITY = /^\/\/[^@/]+@[^@/]+/;
const SPACE_AT_ENDS = /^[\s\ufeff]+|[\s\ufeff]+$/g;
const FORBIDDEN = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const FORBIDDEN_IPV6 = /[\0\t\n\r #%/<>?@\\^|]/;
/** Where a host's name ends at the latest. */
const AFTER_HOST = /[\t\n\r "%';<>\\^`{|}#/?]/;
const ESCAPES = {
  __proto__: null,
  "\t": "%09",
  "\n": "%0A",
  "\r": "%0D",
  " ": "%20",
  '"': "%22",
  "'": "%27",
  "<": "%3C",
  ">": "%3E",
  "\\": "%5C",
  "^": "%5E",
  "`": "%60",
  "{": "%7B",
  "|": "%7C",
  "}": "%7D",
};

function invalid(input) {
  const error = makeError(TypeError, "ERR_INVALID_URL", "Invalid URL");
  error.input = input;
  return error;
}

function querystring() {
  return require("node/querystring");
}

function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

/** Backslashes before the query are slashes. */
function withSlashes(text) {
  const end = text.search(/[?#]/);
  return end === -1 ? text.replaceAll("\\", "/") : text.slice(0, end).replaceAll("\\", "/") + text.slice(end);
}

/** A path, perhaps with a query, needs none of the rest. */
function readSimplePath(url, text, parsesQuery) {
  const simple = SIMPLE_PATH.exec(text);
  if (simple === null) return false;
  const [, pathname, search] = simple;
  url.path = text;
  url.href = text;
  url.pathname = pathname;
  if (search) {
    url.search = search;
    url.query = parsesQuery ? querystring().parse(search.slice(1)) : search.slice(1);
  } else if (parsesQuery) {
    url.search = null;
    url.query = Object.create(null);
  }
  return true;
}

/** The last `@` before path, query and hash ends the credentials. */
function splitAuthority(rest) {
  const end = rest.search(/[#/?]/);
  const at = (end === -1 ? rest : rest.slice(0, end)).lastIndexOf("@");
  const start = at + 1;
  const length = rest.slice(start).search(AFTER_HOST);
  return { auth: at === -1 ? null : decodeURIComponent(rest.slice(0, at)), host: length === -1 ? rest.slice(start) : rest.slice(start, start + length), rest: length === -1 ? "" : rest.slice(start + length) };
}

let hasWarned = false;

/** Puts what no name of a host may hold in front of the path. */
function cutHostname(url, rest, input) {
  const bad = url.hostname.search(/[^a-zA-Z0-9.\-+_\u0080-\uffff]/);
  if (bad === -1) return rest;
  if (url.hostname[bad] === ":" && !hasWarned) {
    hasWarned = true;
    require("node/process").process.emitWarning(`The URL ${input} is invalid. Future versions of Node.js will throw an error.`, "DeprecationWarning", "DEP0170");
  }
  const left = url.hostname.slice(bad);
  url.hostname = url.hostname.slice(0, bad);
  return `/${left}${rest}`;
}

function readHost(url, given, input) {
  const { auth, host, rest: after } = splitAuthority(given);
  let rest = after;
  if (auth !== null) url.auth = auth;
  const port = /:[0-9]*$/.exec(host);
  if (port !== null && port[0] !== ":") url.port = port[0].slice(1);
  url.hostname = port === null ? host : host.slice(0, -port[0].length);
  const isIpv6 = url.hostname.startsWith("[") && url.hostname.endsWith("]");
  if (!isIpv6) rest = cutHostname(url, rest, input);
  url.hostname = url.hostname.length > HOSTNAME_MAX ? "" : url.hostname.toLowerCase();
  if (url.hostname !== "") {
    if (isIpv6) {
      if (FORBIDDEN_IPV6.test(url.hostname)) throw invalid(input);
    } else {
      url.hostname = /[^\0-\x7f]/.test(url.hostname) ? domainToASCII(url.hostname) : url.hostname;
      if (url.hostname === "" || FORBIDDEN.test(url.hostname)) throw invalid(input);
    }
  }
  url.host = url.hostname + (url.port ? `:${url.port}` : "");
  if (isIpv6) {
    url.hostname = url.hostname.slice(1, -1);
    if (rest[0] !== "/") rest = `/${rest}`;
  }
  return rest;
}

function readTail(url, rest, protocol, parsesQuery) {
  const hash = rest.indexOf("#");
  const before = hash === -1 ? rest : rest.slice(0, hash);
  if (hash !== -1) url.hash = rest.slice(hash);
  const question = before.indexOf("?");
  if (question !== -1) {
    url.search = before.slice(question);
    url.query = parsesQuery ? querystring().parse(url.search.slice(1)) : url.search.slice(1);
  } else if (parsesQuery) {
    url.search = null;
    url.query = Object.create(null);
  }
  const pathname = question === -1 ? before : before.slice(0, question);
  if (pathname !== "") url.pathname = pathname;
  if (SLASHED.has(protocol) && url.hostname && !url.pathname) url.pathname = "/";
  if (url.pathname || url.search) url.path = (url.pathname || "") + (url.search || "");
}

Url.prototype.parse = function parse(input, parsesQuery, slashesDenoteHost) {
  checkString(input, "url");
  let rest = withSlashes(input.replace(SPACE_AT_ENDS, ""));
  if (!slashesDenoteHost && !/[#@]/.test(input) && readSimplePath(this, rest, parsesQuery)) return this;
  const [written = ""] = PROTOCOL.exec(rest) ?? [];
  const protocol = written.toLowerCase();
  if (written !== "") {
    this.protocol = protocol;
    rest = rest.slice(written.length);
  }
  let slashes = false;
  if (slashesDenoteHost || written !== "" || AUTHORITY.test(rest)) {
    slashes = rest.startsWith("//");
    if (slashes && !HOSTLESS.has(protocol)) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  if (!HOSTLESS.has(protocol) && (slashes || (written !== "" && !SLASHED.has(protocol)))) rest = readHost(this, rest, input);
  if (!HOSTLESS.has(protocol)) rest = rest.replace(/[\t\n\r "'<>\\^`{|}]/g, (character) => ESCAPES[character]);
  readTail(this, rest, protocol, parsesQuery);
  this.href = this.format();
  return this;
};

Url.prototype.format = function format() {
  const auth = this.auth ? `${encodeURIComponent(this.auth).replace(/%3a/gi, ":")}@` : "";
  let protocol = this.protocol || "";
  let pathname = (this.pathname || "").replace(/[?#]/g, (character) => (character === "?" ? "%3F" : "%23"));
  let hash = this.hash || "";
  let host = "";
  if (this.host) host = auth + this.host;
  else if (this.hostname) {
    host = auth + (this.hostname.includes(":") && !/^\[.*\]$/.test(this.hostname) ? `[${this.hostname}]` : this.hostname);
    if (this.port) host += `:${this.port}`;
  }
  const query = this.query !== null && typeof this.query === "object" ? querystring().stringify(this.query) : "";
  let search = this.search || (query && `?${query}`) || "";
  if (protocol !== "" && !protocol.endsWith(":")) protocol += ":";
  if (this.slashes || SLASHED.has(protocol)) {
    if (this.slashes || host !== "") {
      if (pathname !== "" && pathname[0] !== "/") pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (/^file:/.test(protocol)) {
      host = "//";
    }
  }
  search = search.replaceAll("#", "%23");
  if (hash !== "" && hash[0] !== "#") hash = `#${hash}`;
  if (search !== "" && search[0] !== "?") search = `?${search}`;
  return protocol + host + pathname + search + hash;
};

Url.prototype.parseHost = function parseHost() {
  let { host } = this;
  const port = /:[0-9]*$/.exec(host);
  if (port !== null) {
    if (port[0] !== ":") this.port = port[0].slice(1);
    host = host.slice(0, -port[0].length);
  }
  if (host) this.hostname = host;
};

function parse(url, parseQueryString, slashesDenoteHost) {
  if (url instanceof Url) return url;
  return new Url().parse(url, parseQueryString, slashesDenoteHost);
}

/** A URL of the WHATWG's kind, with parts left out. */
function formatWhatwg(url, options) {
  let { fragment = true, unicode = false, search = true, auth = true } = options ?? {};
  if (options !== undefined && options !== null && typeof options !== "object") throw invalidArgType("options", "object", options);
  let text = url.protocol;
  if (url.host !== "" || url.href.startsWith(`${url.protocol}//`)) {
    text += "//";
    if (auth && (url.username !== "" || url.password !== "")) text += `${url.username}${url.password === "" ? "" : `:${url.password}`}@`;
    const { domainToUnicode } = require("node/url/domain");
    text += unicode ? domainToUnicode(url.hostname) : url.hostname;
    if (url.port !== "") text += `:${url.port}`;
  }
  text += url.pathname;
  if (search) text += url.search;
  if (fragment) text += url.hash;
  return text;
}

function format(url, options) {
  if (typeof url === "string") return parse(url).format();
  if (typeof url !== "object" || url === null) throw invalidArgType("urlObject", ["Object", "string"], url);
  if (url instanceof URL) return formatWhatwg(url, options);
  return Url.prototype.format.call(url);
}

Object.assign(exports, { Url, parse, format, SLASHED, HOSTLESS });
