/**
 * `fetch.mock(url, response)`: other servers, as a test wants them. What is neither mocked nor
 * recorded is refused, unless the test allows its host: a test that reaches a network is slow, and
 * may do harm.
 */

const { mock } = require("velo/testing/modules");
const { toAsked, toHeaders, toResponse } = require("velo/testing/answers");
const recordings = require("velo/testing/recordings");

/** Calls that are remembered. */
const CALLS_MAX = 10_000;

/** @typedef {{ method: string | null, url: string | RegExp, answer: any, once: boolean }} Mock */
/** @type {Mock[]} the newest first */
let mocks = [];
/** @type {string[]} */
let allowed = [];
/** @type {import("velo/testing/answers").Asked[]} */
let calls = [];

/** `POST https://..` names a method; a text without a query fits any query; `*` at the end, anything. */
function toMock(target, answer, once) {
  if (target instanceof RegExp) return { method: null, url: target, answer, once };
  const [, method, url] = /^(?:([A-Za-z]+)\s+)?(.*)$/s.exec(String(target));
  if (url === "") throw new TypeError('fetch.mock takes an address: fetch.mock("https://api.example.com/rates", { body: { .. } })');
  return { method: method === undefined ? null : method.toUpperCase(), url, answer, once };
}

function fits({ method, url }, asked) {
  if (method !== null && method !== asked.method) return false;
  if (url instanceof RegExp) return url.test(asked.url);
  if (url.endsWith("*")) return asked.url.startsWith(url.slice(0, -1));
  return asked.url === url || (!url.includes("?") && asked.url.split("?")[0] === url);
}

function isAllowed(url) {
  if (allowed.includes("*")) return true;
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/?#@]*@)?([^/?#]*)/i.exec(url)?.[2] ?? "";
  return allowed.some((one) => one === host || one === host.replace(/:\d+$/, ""));
}

/**
 * @param {typeof globalThis.fetch} real @param {() => typeof Response} Class of the answers, which the
 *   platform's module has of its own
 * @returns {typeof globalThis.fetch} what stands in its place
 */
const inPlaceOf = (real, Class) =>
  async function fetch(input, init) {
    const asked = toAsked(input, init);
    if (calls.length < CALLS_MAX) calls.push(asked);
    const found = mocks.find((one) => fits(one, asked));
    if (found !== undefined) {
      if (found.once) mocks = mocks.filter((one) => one !== found);
      const answer = typeof found.answer === "function" ? await found.answer(asked) : found.answer;
      return toResponse(answer, asked.url, Class());
    }
    const recorded = await recordings.answer(asked, input, init, real);
    if (recorded !== undefined) return toResponse(recorded, asked.url, Class());
    if (isAllowed(asked.url)) return real(input, init);
    const target = `${asked.method} ${asked.url}`;
    throw new TypeError(
      `fetch of ${target} is refused in tests: fetch.mock("${target}", { .. }) says what it gives, fetch.record("FILE.json") records it once, fetch.allow("HOST") lets it through`,
    );
  };

/** `getJSON` of `wix-fetch` over such a function. */
const getJSONBy = (fetch) =>
  async function getJSON(url, options) {
    const headers = { accept: "application/json", ...toHeaders(options?.headers) };
    const response = await fetch(url, { ...options, method: "GET", headers });
    if (!response.ok) {
      const error = new Error(`getJSON: ${url} answered ${response.status} ${response.statusText}`.trimEnd());
      throw Object.assign(error, { status: response.status });
    }
    return response.json();
  };

exports.fetch = {
  /** From now on this address gives that: an object of status, headers and body; a body alone; a function; an Error. */
  mock(target, answer = {}) {
    mocks = [toMock(target, answer, false), ...mocks];
  },
  /** The same for one call. */
  mockOnce(target, answer = {}) {
    mocks = [toMock(target, answer, true), ...mocks];
  },
  record: recordings.record,
  /** Lets calls to these hosts through; `*` is every host. */
  allow(...hosts) {
    allowed = [...allowed, ...hosts.map(String)];
  },
  /** What was asked for, the oldest first. */
  get calls() {
    return [...calls];
  },
};

/** Puts the functions in the place of the real ones. */
exports.install = function install() {
  const global = inPlaceOf(globalThis.fetch, () => Response);
  Object.defineProperty(globalThis, "fetch", { value: global, writable: true, enumerable: false, configurable: true });
  const wix = require("velo/fetch");
  const fetch = inPlaceOf(wix.fetch, () => require("velo/fetch_response").WixFetchResponse);
  mock("wix-fetch", { fetch, getJSON: getJSONBy(fetch) });
};

/** @returns {() => void} puts back what is mocked now */
exports.rememberFetch = function rememberFetch() {
  const before = [mocks, allowed, calls];
  const undoRecording = recordings.remember();
  // Each test counts its own calls.
  calls = [...calls];
  return () => {
    [mocks, allowed, calls] = before;
    undoRecording();
  };
};
