/**
 * `fetch.record(file)`: what other servers really answered, once, and from then on without them.
 * Whether calls go out is the host's to say (`velodrome test --record`); which call is meant, and what
 * is kept of it, is decided here.
 */

const { askTestHostNow } = require("velo/testing/host");
const { conceal, reveal } = require("velo/testing/secrets");
const { bodyOf, readRecording, writeRecording, toBody, toBytes, show } = require("velo/testing/recording_format");

/** Calls in one file; more are a load test. */
const CALLS_MAX = 1_000;
/** Longest body that is kept, in bytes. */
const BODY_BYTES_MAX = 8 << 20;
/** Headers of an answer that are about its way here, or about a body that was decoded since. */
const PASSING = ["connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"];

/**
 * @typedef {import("velo/testing/recording_format").Recorded} Recorded
 * @typedef {{ file: string, calls: Recorded[], records: "nothing" | "missing" | "everything", made: Set<string>, isChanged: boolean }} Recording
 *   `made`: the tests that recorded something in this run, and what they asked for
 */

/** @type {Map<string, Recording>} by file */
const opened = new Map();
/** @type {{ recording: Recording, ignoresBody: boolean } | null} where calls are looked for */
let current = null;
/** What runs now: a test's full name, or that of what comes before tests. */
let where = "";
/** How often each request was made by the test that runs. @type {Map<string, number>} */
let counts = new Map();
/** @type {Error[]} calls of the test that runs which a recording lacks */
let missing = [];

/**
 * From now on, and until the test or suite ends, calls that are not mocked are answered by what this
 * file holds.
 * @param {string} name of the file, relative to the test's
 * @param {{ match?: "body" | "address" }} [options] whether calls with other bodies are other calls
 */
exports.record = function record(name, { match = "body" } = {}) {
  if (typeof name !== "string" || name === "") throw new TypeError('fetch.record takes the name of a file: fetch.record("rates.recorded.json")');
  if (match !== "body" && match !== "address") throw new TypeError('fetch.record: match is "body" or "address"');
  const { file, text, records } = askTestHostNow("recording", name);
  let recording = opened.get(file);
  if (recording === undefined) {
    recording = { file, calls: text === null ? [] : readRecording(text, file), records, made: new Set(), isChanged: false };
    opened.set(file, recording);
  }
  current = { recording, ignoresBody: match === "address" };
};

/** @returns {() => void} puts back the recording that is in use now */
exports.remember = function remember() {
  const before = current;
  return () => {
    current = before;
  };
};

/** A test begins, or what comes before one. @param {string} name */
exports.begin = function begin(name) {
  where = name;
  counts = new Map();
  missing = [];
};

/** @returns {Error[]} the calls since `begin` that a recording lacks */
exports.takeMissing = function takeMissing() {
  const taken = missing;
  missing = [];
  return taken;
};

/** Writes what was recorded. */
exports.save = function save() {
  for (const recording of opened.values()) {
    if (!recording.isChanged) continue;
    recording.isChanged = false;
    askTestHostNow("recorded", { file: recording.file, text: writeRecording(recording.calls), calls: recording.calls.length });
  }
};

const addressOf = (request) => `${request.method} ${request.url}`;

function keyOf(request, ignoresBody) {
  if (ignoresBody || request.body === undefined) return addressOf(request);
  return `${addressOf(request)}\n${JSON.stringify(request.body)}`;
}

/** What `made` knows a request of this test by. */
const madeBy = (key) => `${where}\n${key}`;

/**
 * The answers to a request: those that this test got, else those of the test that asked first.
 * @param {Recorded[]} calls @param {string} key
 */
function answersTo(calls, key, ignoresBody) {
  const same = calls.filter((call) => keyOf(call.request, ignoresBody) === key);
  const own = same.filter((call) => call.test === where);
  return own.length > 0 ? own : same.filter((call) => call.test === same[0].test);
}

function explain({ calls, file }, request) {
  const near = calls.filter((call) => call.request.url === request.url);
  const lines = [`fetch of ${addressOf(request)} is not in the recording ${file}`];
  if (request.body !== undefined) lines.push(`  its body: ${show(request.body)}`);
  if (near.length > 0) lines.push("of this address it has:", ...describeRequests(near));
  else if (calls.length > 0) lines.push("it has:", ...describeRequests(calls));
  else lines.push("it has no calls");
  lines.push("`velodrome test --record new` asks the server for what is missing, `--record all` for everything anew");
  return lines.join("\n");
}

function describeRequests(calls) {
  const all = [...new Set(calls.map(({ request }) => (request.body === undefined ? addressOf(request) : `${addressOf(request)} with the body ${show(request.body)}`)))];
  const lines = all.slice(0, 5).map((line) => `  ${line}`);
  return all.length > 5 ? [...lines, `  and ${all.length - 5} more`] : lines;
}

/** The headers of an answer, those that occur twice as a list. */
function keepHeaders(headers) {
  /** @type {Record<string, string | string[]>} */
  const kept = {};
  for (const [name, value] of headers) {
    if (PASSING.includes(name)) continue;
    const text = conceal(value);
    kept[name] = Object.hasOwn(kept, name) ? [kept[name], text].flat() : text;
  }
  return kept;
}

async function ask(request, asked, input, init, body, real) {
  const headers = body.type === null || "content-type" in asked.headers ? asked.headers : { ...asked.headers, "content-type": body.type };
  const { redirect, signal } = { ...(typeof input === "object" && input !== null ? { redirect: input.redirect, signal: input.signal } : {}), ...init };
  const response = await real(asked.url, { method: asked.method, headers, redirect, signal, body: body.bytes ?? undefined });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (bytes.length > BODY_BYTES_MAX) throw new RangeError(`fetch.record keeps bodies of ${BODY_BYTES_MAX} bytes; that of ${addressOf(request)} has ${bytes.length}`);
  return {
    status: response.status,
    statusText: response.statusText,
    ...(response.redirected ? { url: conceal(response.url) } : {}),
    headers: keepHeaders(response.headers),
    body: toBody(bytes, response.headers.get("content-type"), conceal),
  };
}

/**
 * Asks the server and keeps what it answered, in the place that the call had.
 * @param {Recording} recording
 */
async function recordCall(recording, request, key, asked, input, init, body, real) {
  if (recording.records === "everything" && !recording.made.has(where)) {
    recording.calls = recording.calls.filter((call) => call.test !== where);
  }
  recording.made.add(where).add(madeBy(key));
  if (recording.calls.length >= CALLS_MAX) throw new RangeError(`a recording holds ${CALLS_MAX} calls, and ${recording.file} has as many`);
  const call = /** @type {Recorded} */ ({ test: where, request, response: undefined });
  recording.calls.push(call);
  try {
    call.response = await ask(request, asked, input, init, body, real);
  } catch (error) {
    recording.calls = recording.calls.filter((one) => one !== call);
    throw error;
  }
  recording.isChanged = true;
  return call.response;
}

/**
 * @param {import("velo/testing/answers").Asked} asked
 * @param {typeof fetch} real
 * @returns {Promise<object | undefined>} what the recording answers; nothing where none is in use
 */
exports.answer = async function answer(asked, input, init, real) {
  if (current === null) return undefined;
  // Made here, where the stack still has the code that asks.
  const error = new TypeError();
  const { recording, ignoresBody } = current;
  const body = await bodyOf(input, init);
  /** @type {Recorded["request"]} */
  const request = { method: asked.method, url: conceal(asked.url) };
  if (body.bytes !== null) request.body = toBody(body.comparable, asked.headers["content-type"] ?? body.type, conceal);
  const key = keyOf(request, ignoresBody);
  const nth = counts.get(key) ?? 0;
  counts.set(key, nth + 1);
  const isNew = recording.records === "everything";
  const known = isNew ? [] : answersTo(recording.calls, key, ignoresBody).filter((call) => call.response !== undefined);
  let response;
  const wasMadeNow = recording.made.has(madeBy(key));
  if (known.length > 0 && !wasMadeNow) response = known[Math.min(nth, known.length - 1)].response;
  else if (recording.records !== "nothing") response = await recordCall(recording, request, key, asked, input, init, body, real);
  else {
    error.message = explain(recording, request);
    missing.push(error);
    throw error;
  }
  const headers = Object.entries(response.headers).flatMap(([name, values]) => [values].flat().map((value) => [name, reveal(value)]));
  const url = response.url === undefined ? {} : { url: reveal(response.url), redirected: true };
  return { status: response.status, statusText: response.statusText ?? "", headers, body: toBytes(response.body, reveal), ...url };
};
