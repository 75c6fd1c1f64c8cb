/**
 * What a handler returned, brought into the form that crosses to the server: a status, a body that
 * is text or bytes, and the headers as one string.
 */

const { compat } = native;

/** What the body is; the numbers are those of `answer.rs`. */
const BODY = { none: 0, text: 1, json: 2, bytes: 3 };
exports.BODY = BODY;

const { stringify } = JSON;
const { isView } = ArrayBuffer;
const isArray = Array.isArray;
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
}
exports.BadResponse = BadResponse;

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
    const shaped = value.status !== undefined || value.body !== undefined || value.headers !== undefined;
    if (shaped && (helpers === null || helpers.has(value))) return value;
    if (shaped) throw new BadResponse("The function returned a plain object; the flag plain_object asks for a helper of wix-http-functions.");
  }
  if (value === undefined && compat.missing_return === "204") return { status: 204 };
  throw new BadResponse(`The function returned ${describe(value)}. Return a response, such as ok({ body }).`);
};

/**
 * @param {unknown} status
 * @returns {number}
 */
exports.toStatus = function toStatus(status) {
  if (status === undefined || status === null) return 200;
  const number = typeof status === "number" ? status : typeof status === "string" ? Number(status) : NaN;
  if (number >= 200 && number <= 599 && number === Math.trunc(number)) return number;
  throw new BadResponse(`The response's status is ${String(status)}. It must be an integer from 200 to 599.`);
};

/**
 * What the body is and its crossing form.
 * @param {unknown} body
 * @param {{kind: number}} out gets the kind
 * @returns {unknown} a string, bytes, or undefined
 */
exports.toBody = function toBody(body, out) {
  if (typeof body === "string") return (out.kind = BODY.text), body;
  if (body === undefined || body === null || typeof body === "function" || typeof body === "symbol") {
    out.kind = BODY.none;
    return undefined;
  }
  if (isView(body) || body instanceof ArrayBuffer) return (out.kind = BODY.bytes), body;
  if (typeof body === "object" && typeof (/** @type {any} */ (body).then) === "function") {
    throw new BadResponse("The response's body is a promise. Await it before making the response.");
  }
  const text = stringify(body);
  out.kind = text === undefined ? BODY.none : BODY.json;
  return text;
};

/**
 * One header field.
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
function field(name, value) {
  if (value === undefined || value === null || typeof value === "symbol") return "";
  const text = typeof value === "string" ? value : String(value);
  if (NOT_A_VALUE.test(text)) throw new BadResponse(`The response header ${stringify(name)} has a value that HTTP does not allow.`);
  return name + ":" + text + "\n";
}

/**
 * The headers as lines `name:value`, each ended by a line feed, which no value can hold.
 * @param {any} headers
 * @returns {string} "" when there are none
 */
exports.toHeaderLines = function toHeaderLines(headers) {
  let lines = "";
  if (headers === null || typeof headers !== "object") return lines;
  for (const name in headers) {
    if (!Object.hasOwn(headers, name)) continue;
    if (name === "" || NOT_A_NAME.test(name)) throw new BadResponse(`The response has a header called ${stringify(name)}, which HTTP does not allow.`);
    const value = headers[name];
    if (typeof value === "string") lines += field(name, value);
    else if (isArray(value)) for (const one of value) lines += field(name, one);
    else lines += field(name, value);
  }
  return lines;
};
