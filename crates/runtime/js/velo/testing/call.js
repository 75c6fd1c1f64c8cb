/**
 * `call(method, path, options)`: a request to the site, on the way that every request takes.
 */

const { askTestHost } = require("velo/testing/host");

class TestResponse {
  #body;

  constructor(status, headers, body) {
    this.status = status;
    this.headers = headers;
    this.#body = body;
  }

  /** Whether the status is one of success. */
  get ok() {
    return this.status >= 200 && this.status < 300;
  }

  buffer() {
    return Buffer.from(this.#body);
  }

  text() {
    return this.#body.toString("utf8");
  }

  json() {
    const text = this.text();
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new SyntaxError(`the answer (status ${this.status}) is not JSON: ${error.message}\n${text.slice(0, 200)}`);
    }
  }
}

function toHeaders(given) {
  const headers = [];
  const add = (name, value) => {
    if (value !== undefined && value !== null) headers.push([String(name), String(value)]);
  };
  if (given === undefined || given === null) return headers;
  if (typeof given[Symbol.iterator] === "function") for (const [name, value] of given) add(name, value);
  else for (const name of Object.keys(given)) for (const value of [given[name]].flat()) add(name, value);
  return headers;
}

/** @returns {{ bytes: any, type: string | null }} */
function toBody(body) {
  if (body === undefined || body === null) return { bytes: Buffer.alloc(0), type: null };
  if (typeof body === "string") return { bytes: Buffer.from(body), type: null };
  if (body instanceof URLSearchParams) return { bytes: Buffer.from(String(body)), type: "application/x-www-form-urlencoded" };
  if (body instanceof ArrayBuffer) return { bytes: Buffer.from(body), type: null };
  if (ArrayBuffer.isView(body)) return { bytes: Buffer.from(body.buffer, body.byteOffset, body.byteLength), type: null };
  return { bytes: Buffer.from(JSON.stringify(body)), type: "application/json" };
}

function withQuery(path, query) {
  if (query === undefined || query === null) return path;
  const search = new URLSearchParams();
  if (typeof query === "string" || query instanceof URLSearchParams) {
    for (const [name, value] of new URLSearchParams(query)) search.append(name, value);
  } else {
    for (const name of Object.keys(query)) for (const value of [query[name]].flat()) if (value !== undefined) search.append(name, String(value));
  }
  const text = String(search);
  return text === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${text}`;
}

/**
 * @param {string} method
 * @param {string} path as `/_functions/orders`; the function's name alone will do
 * @param {{ headers?: any, body?: any, query?: any }} [options]
 * @returns {Promise<TestResponse>}
 */
exports.call = async function call(method, path, options = {}) {
  if (typeof method !== "string" || typeof path !== "string") throw new TypeError('call takes a method and a path: call("GET", "/_functions/orders")');
  const { bytes, type } = toBody(options.body);
  const headers = toHeaders(options.headers);
  if (type !== null && !headers.some(([name]) => name.toLowerCase() === "content-type")) headers.push(["content-type", type]);
  const target = withQuery(path.startsWith("/") ? path : `/_functions/${path}`, options.query);
  const answer = await askTestHost("call", { method: method.toUpperCase(), target, headers, body: bytes.toString("base64") });
  /** @type {Record<string, string>} */
  const fields = {};
  for (const [name, value] of answer.headers) {
    fields[name.toLowerCase()] = Object.hasOwn(fields, name.toLowerCase()) ? `${fields[name.toLowerCase()]}, ${value}` : value;
  }
  return new TestResponse(answer.status, fields, Buffer.from(answer.body, "base64"));
};
