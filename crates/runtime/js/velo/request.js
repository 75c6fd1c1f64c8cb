/**
 * The request a handler receives.
 *
 * Nothing is fetched from the server before the handler asks for it: an instance holds only the
 * request's serial number, and each property crosses once.
 * The set of properties is the documented one (reference of wix-http-functions).
 */

const { RequestBody } = require("velo/body");

/** What `native.requestPart` is asked for; the numbers are those of `requests.rs`. */
const PART = { method: 0, url: 1, baseUrl: 2, functionName: 3, ip: 4 };
/** What `native.requestObject` is asked for; likewise. */
const OBJECT = { path: 0, query: 1, headers: 2 };

const { requestPart, requestObject } = native;
const { defineProperty } = Object;

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
    return (this.#path ??= requestObject(this.#serial, OBJECT.path));
  }

  get query() {
    return (this.#query ??= requestObject(this.#serial, OBJECT.query));
  }

  get headers() {
    return (this.#headers ??= requestObject(this.#serial, OBJECT.headers));
  }

  get body() {
    return (this.#body ??= new RequestBody(this.#serial));
  }
}

for (const name of ["method", "url", "baseUrl", "functionName", "ip", "path", "query", "headers", "body"]) {
  defineProperty(WixHttpFunctionRequest.prototype, name, { enumerable: true });
}

exports.WixHttpFunctionRequest = WixHttpFunctionRequest;
