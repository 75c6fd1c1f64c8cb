/**
 * The module `@velo/wix-http-functions-hmac-authentication-backend`: requests between servers that
 * share a key. `invoke` signs and sends one, `validateAuth` checks one that came.
 *
 * What the package on the platform puts on the wire is not documented. Here it is two headers:
 *
 *     x-hmac-timestamp: milliseconds since 1970, in decimal digits
 *     x-hmac-signature: HMAC-SHA256 with the secret's text as key, in lower-case hexadecimal digits, of
 *                       "v1 LF method LF target LF timestamp LF digest", where
 *                       method    is in upper case,
 *                       target    is the path with its query, as sent,
 *                       digest    is the SHA-256 of the body's bytes, in lower-case hexadecimal digits
 */

const { createHash, createHmac, timingSafeEqual } = require("node/crypto");
const { Buffer } = require("node/buffer");
const { value } = require("velo/secrets/calls");
const { stub } = require("velo/stub");

const { hostModule } = native;
const { assign } = Object;
const { abs } = Math;
const { now } = Date;
const NativeError = Error;
const NativeURL = require("web/url").URL;

const TIMESTAMP = "x-hmac-timestamp";
const SIGNATURE = "x-hmac-signature";
const SECRET_NAME = "hmac-authentication-secret-key";
const DIGITS = /^[0-9]{1,16}$/;
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** @param {string} code @param {string} message */
function refusal(code, message) {
  return assign(new NativeError(message), { code });
}

/**
 * @param {string} key
 * @param {string} method
 * @param {string} target
 * @param {string} timestamp
 * @param {string | Uint8Array} body
 * @returns {string}
 */
function signature(key, method, target, timestamp, body) {
  const digest = createHash("sha256").update(body).digest("hex");
  const signed = `v1\n${method.toUpperCase()}\n${target}\n${timestamp}\n${digest}`;
  return createHmac("sha256", key).update(signed).digest("hex");
}

/** @param {string} url @returns {string} path and query */
function targetOf(url) {
  const target = url.replace(ORIGIN, "").replace(/#.*$/s, "");
  return target[0] === "/" ? target : `/${target}`;
}

/**
 * @param {any} request what an HTTP function was called with
 * @param {{secretName?: string, maxTimeDiff?: number}} [options] `maxTimeDiff` is in milliseconds; any age without it
 * @returns {Promise<void>} rejects when the request is not to be trusted
 */
exports.validateAuth = async function validateAuth(request, options) {
  const { secretName = SECRET_NAME, maxTimeDiff } = options ?? {};
  const timestamp = request.headers[TIMESTAMP];
  const given = request.headers[SIGNATURE];
  if (typeof timestamp !== "string" || typeof given !== "string") {
    throw refusal("HMAC_MISSING", `The request is not signed: it has no ${timestamp === undefined ? TIMESTAMP : SIGNATURE} header.`);
  }
  const key = await value("validateAuth", secretName);
  const body = await request.body.buffer();
  const expected = Buffer.from(signature(key, request.method, targetOf(request.url), timestamp, body));
  const found = Buffer.from(given);
  if (!DIGITS.test(timestamp) || found.length !== expected.length || !timingSafeEqual(found, expected)) {
    throw refusal("HMAC_INVALID", "The request's signature does not fit: another key, or the request was changed on its way.");
  }
  // After the signature: who has no key learns nothing of the clock.
  if (maxTimeDiff !== undefined && maxTimeDiff !== null && !(abs(now() - Number(timestamp)) <= maxTimeDiff)) {
    throw refusal("HMAC_EXPIRED", `The request was signed more than ${maxTimeDiff} ms ago, or the clocks of the two servers differ by as much.`);
  }
};

/** @param {any} body @returns {string | Uint8Array} what is signed of it */
function bytesOf(body) {
  if (body === undefined || body === null) return "";
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  throw new TypeError("invoke takes a body that is a string or bytes: others cannot be signed");
}

/** Headers come as an object, as pairs or as a Headers object. */
function plainHeaders(headers) {
  if (headers === undefined || headers === null) return {};
  if (typeof headers.entries === "function" && typeof headers.get === "function") return Object.fromEntries(headers.entries());
  return Array.isArray(headers) ? Object.fromEntries(headers) : { ...headers };
}

/**
 * @param {string} endpointUrl
 * @param {object} [fetchOptions] as `fetch` of `wix-fetch` takes them
 * @param {{secretName?: string}} [hmacOptions]
 * @returns {Promise<any>} what `fetch` gives
 */
exports.invoke = async function invoke(endpointUrl, fetchOptions, hmacOptions) {
  const { secretName = SECRET_NAME } = hmacOptions ?? {};
  const options = { ...fetchOptions };
  const method = String(options.method ?? "GET").toUpperCase();
  const { href } = new NativeURL(endpointUrl);
  const key = await value("invoke", secretName);
  const timestamp = String(now());
  const headers = plainHeaders(options.headers);
  headers[TIMESTAMP] = timestamp;
  headers[SIGNATURE] = signature(key, method, targetOf(href), timestamp, bytesOf(options.body));
  const { fetch } = hostModule("wix-fetch") !== undefined ? require(hostModule("wix-fetch")) : /** @type {any} */ (stub("wix-fetch"));
  return fetch(href, { ...options, method, headers });
};
