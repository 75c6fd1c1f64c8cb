/**
 * The module `wix-fetch`. On the platform it is node-fetch, which takes what the standard refuses.
 */

const { makeRecord } = require("web/fetch/request");
const { run } = require("web/fetch/fetch");
const { Headers } = require("web/fetch/headers");
const { readJson } = require("web/fetch/body");
const { wrapResponse } = require("web/fetch/response");
const { rejectedWith } = require("web/streams/promises");
const { WixFetchResponse } = require("velo/fetch_response");

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+/;

/**
 * @param {any} options as handlers give them: methods in lower case, a media type in place of headers
 * @returns {any} as the standard has them
 */
function toInit(options) {
  if (options === undefined || options === null || typeof options !== "object") return options;
  const init = { ...options };
  if (typeof init.method === "string") init.method = init.method.toUpperCase();
  if (typeof init.headers === "string") init.headers = MEDIA_TYPE.test(init.headers) ? { "content-type": init.headers } : undefined;
  if (init.headers === null) delete init.headers;
  return init;
}

/**
 * @param {string | URL | Request} url
 * @param {object} [options]
 * @returns {Promise<Response>}
 */
exports.fetch = function fetch(url, options) {
  try {
    return run(makeRecord(url, toInit(options)), toResponse);
  } catch (error) {
    return rejectedWith(error);
  }
};

const toResponse = (record) => wrapResponse(record, WixFetchResponse);

/** @param {import("web/fetch/response").ResponseRecord} record */
async function refuse(record) {
  const { url, status, statusText } = record;
  const error = /** @type {any} */ (new Error(`getJSON: ${url} answered ${status} ${statusText}`.trimEnd()));
  error.status = status;
  await wrapResponse(record).body?.cancel();
  throw error;
}

/** @param {import("web/fetch/response").ResponseRecord} record */
const toJson = (record) => (record.status >= 200 && record.status <= 299 ? readJson(record.body) : refuse(record));

/** @returns {import("web/fetch/request").RequestRecord} */
function jsonRequest(url, options) {
  if (options === undefined && typeof url === "string") {
    const record = makeRecord(url, undefined);
    record.fields.append("accept", "application/json");
    return record;
  }
  const init = toInit(options);
  const headers = new Headers(init?.headers);
  if (!headers.has("accept")) headers.set("accept", "application/json");
  return makeRecord(url, { ...init, method: "GET", headers });
}

/**
 * What a server answers to GET, as the value that its JSON stands for.
 * @param {string | URL} url
 * @param {object} [options] `method` is ignored
 * @returns {Promise<any>} rejected unless the answer has a status of 200 to 299
 */
exports.getJSON = function getJSON(url, options) {
  try {
    return run(jsonRequest(url, options), toJson);
  } catch (error) {
    return rejectedWith(error);
  }
};
