/**
 * The request a handler receives.
 *
 * Nothing is fetched from the server before the handler asks for it: an instance holds only the
 * request's serial number, and each property crosses once, as one string.
 * The set of properties is the documented one (reference of wix-http-functions).
 */

const { parseQuery } = require("velo/query");
const { RequestBody } = require("velo/body");
const { setOwn } = require("velo/own");

/** What `native.requestPart` is asked for; the numbers are those of `requests.rs`. */
const PART = { method: 0, url: 1, baseUrl: 2, functionName: 3, ip: 4, path: 5, query: 6, headers: 7 };

const { requestPart, compat } = native;
const { defineProperty, hasOwn } = Object;
const { split } = String.prototype;
const call = Function.prototype.call;
/** @type {(text: string, separator: string) => string[]} */
const splitText = call.bind(split);

/**
 * One segment of a path, percent-decoded; one with a malformed escape stays as it was sent.
 * @param {string} segment
 * @returns {string}
 */
function decodeSegment(segment) {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * The segments after the function's name.
 * @param {string} raw the rest of the path as sent, with its leading slash; "" when there is none
 * @returns {string[]}
 */
function parsePath(raw) {
  if (raw === "") return [];
  const segments = splitText(raw.slice(1), "/");
  if (compat.trailing_slash === "drop") {
    while (segments.length > 0 && segments[segments.length - 1] === "") segments.length--;
  }
  if (compat.path_decoding === "decode") {
    for (let i = 0; i < segments.length; i++) segments[i] = decodeSegment(segments[i]);
  }
  return segments;
}

/**
 * Header fields as a plain object with lower-case keys.
 * @param {string} lines name and value in turn, each ended by a line feed
 * @returns {Record<string, string>}
 */
function parseHeaders(lines) {
  /** @type {Record<string, string>} */
  const headers = {};
  let start = 0;
  while (start < lines.length) {
    const middle = lines.indexOf("\n", start);
    const end = lines.indexOf("\n", middle + 1);
    const name = lines.slice(start, middle);
    const value = lines.slice(middle + 1, end);
    start = end + 1;
    const before = hasOwn(headers, name) ? headers[name] : undefined;
    setOwn(headers, name, before === undefined || compat.repeated_header === "last" ? value : join(name, before, value));
  }
  return headers;
}

/** Repeated cookies are one list with semicolons (RFC 9113, 8.2.3), all others with commas. */
function join(name, before, value) {
  return before + (name === "cookie" ? "; " : ", ") + value;
}

/** @see https://dev.wix.com/docs/velo/apis/wix-http-functions/wix-http-function-request */
class WixHttpFunctionRequest {
  #serial;
  #body;
  #headers;
  #path;
  #query;
  #url;

  /** @param {number} serial the request's number in this VM */
  constructor(serial) {
    this.#serial = serial;
  }

  get method() {
    return requestPart(this.#serial, PART.method);
  }

  get url() {
    return (this.#url ??= requestPart(this.#serial, PART.url));
  }

  get baseUrl() {
    return requestPart(this.#serial, PART.baseUrl);
  }

  get functionName() {
    return requestPart(this.#serial, PART.functionName);
  }

  get ip() {
    return requestPart(this.#serial, PART.ip);
  }

  get path() {
    return (this.#path ??= parsePath(requestPart(this.#serial, PART.path)));
  }

  get query() {
    return (this.#query ??= parseQuery(requestPart(this.#serial, PART.query)));
  }

  get headers() {
    return (this.#headers ??= parseHeaders(requestPart(this.#serial, PART.headers)));
  }

  get body() {
    return (this.#body ??= new RequestBody(this.#serial));
  }
}

for (const name of ["method", "url", "baseUrl", "functionName", "ip", "path", "query", "headers", "body"]) {
  defineProperty(WixHttpFunctionRequest.prototype, name, { enumerable: true });
}

exports.WixHttpFunctionRequest = WixHttpFunctionRequest;
