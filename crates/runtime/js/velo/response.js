/**
 * What a handler returned, brought into the form that crosses to the server: a status, a body that
 * is text or bytes, and the headers as one string.
 */

const { toJson } = require("velo/json");
const { known } = require("web/known");
const { compat, responseBodyBytesMax } = native;

/** What the body is; the numbers are those of `outcome.rs`. */
const BODY = { none: 0, text: 1, json: 2, bytes: 3, oversize: 4, stream: 5 };
exports.BODY = BODY;

const { stringify } = JSON;
const { isView } = ArrayBuffer;
const { isArray } = Array;
const { hasOwn } = Object;
const { trunc } = Math;
const text = String;
const number = Number;
const Bytes = ArrayBuffer;
/** Anything outside what a field value may hold (RFC 9110, 5.5; bytes above 0x7f as Latin-1). */
const NOT_A_VALUE = /[^\t\x20-\x7e\x80-\xff]/;
const NOT_A_NAME = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;

/** Responses made by the helpers, kept only when plain objects are refused. */
const helpers = compat.plain_object === "error" ? new WeakSet() : null;

/** @template T @param {T} response @returns {T} */
exports.made = helpers === null ? (response) => response : (response) => (helpers.add(response), response);

/** A return value that is no response. Its message goes to the log and, in development, to the caller. */
class BadResponse extends Error {
  name = "BadResponse";
  #made = true;

  // Spelled out: the engine's own would run the iterator of arrays, which a site may have broken.
  constructor(message) {
    super(message);
  }

  /** Unlike `instanceof`, this asks nothing of a Proxy, and a site cannot make one. */
  static is(value) {
    return value !== null && typeof value === "object" && #made in value;
  }
}
exports.isBadResponse = BadResponse.is;

/** More values than this under one name are a mistake, such as `new Array(2 ** 32 - 1)`. */
const VALUES_MAX = 1000;
/** More than any limit allows: the server refuses what is longer, so there is no need to go on. */
const LINES_LENGTH_MAX = 2 ** 21;

/**
 * @param {unknown} value
 * @returns {string} how to name the value in a message
 */
function describe(value) {
  if (value === null) return "null";
  if (value === undefined) return "nothing (is a return missing?)";
  if (isArray(value)) return "an array";
  return typeof value === "object" ? "an object without status, headers or body" : `a ${typeof value}`;
}

/**
 * The value as a response object.
 * @param {any} value
 * @returns {{status?: unknown, headers?: unknown, body?: unknown}}
 */
exports.toResponse = function toResponse(value) {
  if (value !== null && typeof value === "object") {
    if (known.any && known.isResponse(value)) return ofResponse(value);
    const shaped = value.status !== undefined || value.body !== undefined || value.headers !== undefined;
    if (shaped && (helpers === null || helpers.has(value))) return value;
    if (shaped) throw new BadResponse("The function returned a plain object; the flag plain_object asks for a helper of wix-http-functions.");
  }
  if (value === undefined && compat.missing_return === "204") return { status: 204 };
  throw new BadResponse(`The function returned ${describe(value)}. Return a response, such as ok({ body }).`);
};

/** A Response of fetch's. */
function ofResponse(value) {
  const response = require("velo/stream").ofResponse(value);
  if (typeof response === "string") throw new BadResponse(response);
  return response;
}

/**
 * A stream or a Blob as the body; undefined for what is neither.
 * @param {any} body
 * @param {{kind: number, type: string}} out
 */
function special(body, out) {
  const found = require("velo/stream").special(body, out);
  if (found === undefined) return undefined;
  if (typeof found === "string") throw new BadResponse(found);
  if ("bytes" in found) return sized(found.bytes, found.bytes.byteLength, BODY.bytes, out);
  out.kind = BODY.stream;
  return found.stream;
}

/**
 * @param {unknown} status
 * @returns {number}
 */
exports.toStatus = function toStatus(status) {
  if (status === undefined || status === null) return 200;
  const given = typeof status === "number" ? status : typeof status === "string" ? number(status) : NaN;
  if (given >= 200 && given <= 599 && given === trunc(given)) return given;
  const shown = typeof status === "object" || typeof status === "function" ? `a ${typeof status}` : text(status);
  throw new BadResponse(`The response's status is ${shown}. It must be an integer from 200 to 599.`);
};

/**
 * A body of this length, or only its length when it is certainly over the limit: nobody copies it.
 * @param {unknown} body
 * @param {number} length in bytes, or in characters, of which each takes a byte or more
 * @param {number} kind
 * @param {{kind: number}} out
 */
function sized(body, length, kind, out) {
  out.kind = length > responseBodyBytesMax ? BODY.oversize : kind;
  return length > responseBodyBytesMax ? length : body;
}

/**
 * What the body is and its crossing form.
 * @param {any} body
 * @param {{kind: number, type: string}} out gets the kind, and the content type if the body has one
 * @returns {unknown} a string, bytes, undefined, the length of what is too long, or a stream's record
 */
exports.toBody = function toBody(body, out) {
  if (typeof body === "string") return sized(body, body.length, BODY.text, out);
  if (body === undefined || body === null || typeof body === "function" || typeof body === "symbol") {
    out.kind = BODY.none;
    return undefined;
  }
  if (isView(body) || body instanceof Bytes) return sized(body, body.byteLength, BODY.bytes, out);
  if (typeof body === "object" && typeof body.then === "function") {
    throw new BadResponse("The response's body is a promise. Await it before making the response.");
  }
  if (known.any) {
    const found = special(body, out);
    if (found !== undefined) return found;
  }
  const json = toJson(body);
  if (json !== undefined) return sized(json, json.length, BODY.json, out);
  out.kind = BODY.none;
  return undefined;
};

/**
 * One header field.
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
function field(name, value) {
  if (value === undefined || value === null || typeof value === "symbol") return "";
  const shown = typeof value === "string" ? value : text(value);
  if (NOT_A_VALUE.test(shown)) throw new BadResponse(`The response header ${stringify(name)} has a value that HTTP does not allow.`);
  return name + ":" + shown + "\n";
}

/**
 * A list repeats the header.
 * @param {string} name
 * @param {unknown[]} values
 * @returns {string}
 */
function fields(name, values) {
  const { length } = values;
  if (length > VALUES_MAX) throw new BadResponse(`The response header ${stringify(name)} has ${length} values. There may be ${VALUES_MAX}.`);
  let lines = "";
  for (let i = 0; i < length; i++) lines += field(name, values[i]);
  return lines;
}

/**
 * The headers as lines `name:value`, each ended by a line feed, which no value can hold.
 * @param {any} headers
 * @returns {string} "" when there are none
 */
exports.toHeaderLines = function toHeaderLines(headers) {
  let lines = "";
  if (headers === null || typeof headers !== "object") return lines;
  if (known.any) {
    const found = require("velo/stream").headerLines(headers);
    if (found !== undefined) return found;
  }
  for (const name in headers) {
    if (!hasOwn(headers, name)) continue;
    if (name === "" || NOT_A_NAME.test(name)) throw new BadResponse(`The response has a header called ${stringify(name)}, which HTTP does not allow.`);
    const value = headers[name];
    if (isArray(value)) lines += fields(name, value);
    else lines += field(name, value);
    if (lines.length > LINES_LENGTH_MAX) break;
  }
  return lines;
};
