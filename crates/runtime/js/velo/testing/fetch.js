/**
 * `fetch.mock(url, response)`: other servers, as a test wants them. What is not mocked is refused,
 * unless the test allows its host: a test that reaches a network is slow, and may do harm.
 */

const { mock } = require("velo/testing/modules");

/** Calls that are remembered. */
const CALLS_MAX = 10_000;

/** @typedef {{ method: string | null, url: string | RegExp, answer: any, once: boolean }} Mock */
/** @type {Mock[]} the newest first */
let mocks = [];
/** @type {string[]} */
let allowed = [];
/** @type {{ url: string, method: string, headers: Record<string, string>, body: any }[]} */
let calls = [];
/** @type {Function | undefined} */
let real;

function toHeaders(given) {
  const headers = {};
  if (given === undefined || given === null) return headers;
  const entries = typeof given[Symbol.iterator] === "function" ? [...given] : typeof given === "object" ? Object.entries(given) : [];
  for (const [name, value] of entries) headers[String(name).toLowerCase()] = String(value);
  return headers;
}

function toRequest(input, init) {
  const isRequest = input !== null && typeof input === "object" && typeof input.url === "string";
  const of = isRequest ? input : {};
  return {
    url: isRequest ? input.url : String(input),
    method: String(init?.method ?? of.method ?? "GET").toUpperCase(),
    headers: { ...toHeaders(of.headers), ...toHeaders(init?.headers) },
    body: init?.body ?? null,
  };
}

/** `POST https://..` names a method; a text without a query fits any query; `*` at the end, anything. */
function toMock(target, answer, once) {
  if (target instanceof RegExp) return { method: null, url: target, answer, once };
  const [, method, url] = /^(?:([A-Za-z]+)\s+)?(.*)$/s.exec(String(target));
  if (url === "") throw new TypeError('fetch.mock takes an address: fetch.mock("https://api.example.com/rates", { body: { .. } })');
  return { method: method === undefined ? null : method.toUpperCase(), url, answer, once };
}

function fits({ method, url }, request) {
  if (method !== null && method !== request.method) return false;
  if (url instanceof RegExp) return url.test(request.url);
  if (url.endsWith("*")) return request.url.startsWith(url.slice(0, -1));
  return request.url === url || (!url.includes("?") && request.url.split("?")[0] === url);
}

class MockHeaders {
  #fields;
  constructor(fields) {
    this.#fields = fields;
  }
  get(name) {
    return this.#fields[String(name).toLowerCase()] ?? null;
  }
  has(name) {
    return String(name).toLowerCase() in this.#fields;
  }
  forEach(callback) {
    for (const [name, value] of Object.entries(this.#fields)) callback(value, name, this);
  }
  keys() {
    return Object.keys(this.#fields)[Symbol.iterator]();
  }
  entries() {
    return Object.entries(this.#fields)[Symbol.iterator]();
  }
  [Symbol.iterator]() {
    return this.entries();
  }
}

/** What a runtime without a Response of its own gives. */
class MockResponse {
  #bytes;
  bodyUsed = false;
  constructor(bytes, status, fields, url) {
    this.#bytes = bytes;
    this.status = status;
    this.statusText = "";
    this.ok = status >= 200 && status < 300;
    this.headers = new MockHeaders(fields);
    this.url = url;
  }
  async buffer() {
    if (this.bodyUsed) throw new TypeError("the body was read already");
    this.bodyUsed = true;
    return Buffer.from(this.#bytes);
  }
  async text() {
    return (await this.buffer()).toString("utf8");
  }
  async json() {
    return JSON.parse(await this.text());
  }
  async arrayBuffer() {
    const bytes = await this.buffer();
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }
}

const isOptions = (value) => ["status", "headers", "body"].some((key) => Object.hasOwn(value, key));

function toResponse(answer, url) {
  const Response = globalThis.Response;
  if (typeof Response === "function" && answer instanceof Response) return answer.clone();
  if (answer instanceof Error) throw answer;
  if (typeof answer === "number") answer = { status: answer };
  const options = answer !== null && typeof answer === "object" && !ArrayBuffer.isView(answer) && isOptions(answer) ? answer : { body: answer };
  const { status = 200, body = "" } = options;
  const fields = toHeaders(options.headers);
  let bytes = body;
  if (body === null || typeof body === "string") bytes = Buffer.from(body ?? "");
  else if (!ArrayBuffer.isView(body)) {
    bytes = Buffer.from(JSON.stringify(body));
    fields["content-type"] ??= "application/json";
  }
  if (typeof Response !== "function") return new MockResponse(bytes, status, fields, url);
  const bodiless = [101, 204, 205, 304].includes(status);
  const response = new Response(bodiless ? null : bytes, { status, headers: fields });
  return Object.defineProperty(response, "url", { value: url, configurable: true });
}

function isAllowed(url) {
  if (allowed.includes("*")) return true;
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/?#@]*@)?([^/?#]*)/i.exec(url)?.[2] ?? "";
  return allowed.some((one) => one === host || one === host.replace(/:\d+$/, ""));
}

async function testFetch(input, init) {
  const request = toRequest(input, init);
  if (calls.length < CALLS_MAX) calls.push(request);
  const found = mocks.find((one) => fits(one, request));
  if (found !== undefined) {
    if (found.once) mocks = mocks.filter((one) => one !== found);
    const answer = typeof found.answer === "function" ? await found.answer(request) : found.answer;
    return toResponse(answer, request.url);
  }
  if (isAllowed(request.url) && real !== undefined) return real(input, init);
  const target = `${request.method} ${request.url}`;
  throw new TypeError(`fetch of ${target} is refused in tests: fetch.mock("${target}", { .. }) says what it gives, fetch.allow("HOST") lets it through`);
}

async function getJSON(url, options) {
  const headers = { accept: "application/json", ...toHeaders(options?.headers) };
  const response = await testFetch(url, { ...options, method: "GET", headers });
  if (!response.ok) throw new Error(`getJSON: ${url} answered with status ${response.status}`);
  return response.json();
}

exports.fetch = {
  /** From now on this address gives that: an object of status, headers and body; a body alone; a function; an Error. */
  mock(target, answer = {}) {
    mocks = [toMock(target, answer, false), ...mocks];
  },
  /** The same for one call. */
  mockOnce(target, answer = {}) {
    mocks = [toMock(target, answer, true), ...mocks];
  },
  /** Lets calls to these hosts through; `*` is every host. */
  allow(...hosts) {
    allowed = [...allowed, ...hosts.map(String)];
  },
  /** What was asked for, the oldest first. */
  get calls() {
    return [...calls];
  },
};

/** Puts the function in the place of the real one. */
exports.install = function install() {
  real = typeof globalThis.fetch === "function" ? globalThis.fetch : undefined;
  Object.defineProperty(globalThis, "fetch", { value: testFetch, writable: true, enumerable: false, configurable: true });
  mock("wix-fetch", { fetch: testFetch, getJSON });
};

/** @returns {() => void} puts back what is mocked now */
exports.rememberFetch = function rememberFetch() {
  const before = [mocks, allowed, calls];
  // Each test counts its own calls.
  calls = [...calls];
  return () => {
    [mocks, allowed, calls] = before;
  };
};
