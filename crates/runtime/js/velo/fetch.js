/**
 * The module `wix-fetch`. On the platform it is node-fetch, which takes what the standard refuses.
 */

const { makeRecord } = require("web/fetch/request");
const { run } = require("web/fetch/fetch");
const { Headers } = require("web/fetch/headers");
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
exports.fetch = async function fetch(url, options) {
  return run(makeRecord(url, toInit(options)), WixFetchResponse);
};

/**
 * What a server answers to GET, as the value that its JSON stands for.
 * @param {string | URL} url
 * @param {object} [options] `method` is ignored
 * @returns {Promise<any>} rejected unless the answer has a status of 200 to 299
 */
exports.getJSON = async function getJSON(url, options) {
  const headers = new Headers(toInit(options)?.headers);
  if (!headers.has("accept")) headers.set("accept", "application/json");
  const response = await run(makeRecord(url, { ...toInit(options), method: "GET", headers }), WixFetchResponse);
  if (!response.ok) {
    const error = /** @type {any} */ (new Error(`getJSON: ${response.url} answered ${response.status} ${response.statusText}`.trimEnd()));
    error.status = response.status;
    await response.body?.cancel();
    throw error;
  }
  return response.json();
};
