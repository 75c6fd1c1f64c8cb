/**
 * What `wix-fetch` gives: the standard's Response with what node-fetch has beyond it and handlers use
 * (`res.buffer()`, `headers.raw()`).
 */

const { Response } = require("web/fetch/response");
const { Headers, listOf } = require("web/fetch/headers");

const { defineProperty } = Object;

/** @this {Headers} @returns {Record<string, string[]>} */
function raw() {
  const { fields } = listOf(this);
  /** @type {any} */
  const all = {};
  for (let i = 0; i < fields.length; i += 3) (all[fields[i]] ??= []).push(fields[i + 1]);
  return all;
}

class WixFetchResponse extends Response {
  /** @returns {Promise<Buffer>} */
  async buffer() {
    return require("node/buffer").Buffer.from(await this.arrayBuffer());
  }

  get headers() {
    const headers = super.headers;
    if (!("raw" in headers)) defineProperty(headers, "raw", { value: raw, writable: true, configurable: true });
    return headers;
  }
}
defineProperty(WixFetchResponse, "name", { value: "Response" });

exports.WixFetchResponse = WixFetchResponse;
