/**
 * fetch (Fetch, 5.6). The server makes the call; what crosses is the request, in one piece where its
 * body is there, and the answer's head. The answer's body stays on the server's side until it is read.
 */

const { requireArguments } = require("web/idl");
const { rejectedWith, resolvedWith } = require("web/streams/promises");
const { Body } = require("web/fetch/body");
const { makeRecord } = require("web/fetch/request");
const { Response, newRecord, wrapResponse } = require("web/fetch/response");
const { FieldList } = require("web/fetch/headers");
const { failed, toError } = require("web/fetch/failure");

const { fetchStart, fetchCancel } = native;
const NativePromise = Promise;
const Bytes = Uint8Array;
const { call } = Function.prototype;
const slice = call.bind(String.prototype.slice);
const indexOf = call.bind(String.prototype.indexOf);
const startsWith = call.bind(String.prototype.startsWith);

/** What the request's body is, and what happens at a redirect; the numbers are those of `ops/fetch.rs`. */
const BODY = { none: 0, whole: 1, stream: 2 };
const REDIRECT = { __proto__: null, follow: 0, error: 1, manual: 2 };

let lastId = 0;

/** Closes the connections of answers that nobody holds any more. Most are read long before. */
let forgotten;

/**
 * @typedef {import("web/fetch/request").RequestRecord} RequestRecord
 */

/** What the server receives of one answer. */
class Incoming {
  id;
  aborted = undefined;
  stream = undefined;
  /** Stops listening to the request's signal. */
  stop = undefined;

  constructor(id) {
    this.id = id;
  }

  done() {
    this.stop?.();
    this.stop = undefined;
  }

  abort(reason) {
    this.aborted = { reason };
    fetchCancel(this.id);
    this.stream?.controller.error(reason);
  }
}

/**
 * What becomes of an answer: a Response, unless somebody wants less.
 * @typedef {(record: import("web/fetch/response").ResponseRecord) => any} Make
 */

/**
 * What the head of an answer says.
 * @param {Incoming} incoming
 * @param {number} code the status times four, two more after redirects, one more when all of the body has come
 * @param {string} head the URL and the phrase (a line each), the fields
 * @param {string | undefined} text the body, where it came along
 * @param {boolean} isBodiless
 */
function answer(incoming, code, head, text, isBodiless) {
  const urlEnd = indexOf(head, "\n");
  const phraseEnd = indexOf(head, "\n", urlEnd + 1);
  const status = code >> 2;
  const isEmpty = isBodiless || status === 204 || status === 205 || status === 304;
  const body = isEmpty ? null : new Body(text ?? incoming);
  const record = newRecord("basic", status, slice(head, urlEnd + 1, phraseEnd), slice(head, phraseEnd + 1), body);
  record.url = slice(head, 0, urlEnd);
  record.redirected = (code & 2) !== 0;
  if (isEmpty) {
    fetchCancel(incoming.id);
    incoming.done();
  } else if ((code & 1) === 0) {
    forgotten ??= new FinalizationRegistry((id) => fetchCancel(id));
    // Not the body: a program may keep no more of it than its stream.
    forgotten.register(incoming, incoming.id);
  }
  return record;
}

/** Sends the chunks of a request's body, as fast as the other side takes them. */
async function pump(id, stream, fail) {
  const { acquireReader, read, cancel } = require("web/streams/readable_core");
  const reader = acquireReader(stream, false);
  const next = () =>
    new Promise((resolve, reject) =>
      read(reader, { chunk: (value) => resolve({ value, done: false }), close: () => resolve({ value: undefined, done: true }), error: reject }),
    );
  try {
    for (;;) {
      const { value, done } = await next();
      if (done) break;
      if (!(value instanceof Bytes)) throw new TypeError("A chunk of the request's body is no Uint8Array");
      // Undefined: nobody wants more of it, because the answer came or the call ended.
      if ((await native.fetchSend(id, value)) === undefined) {
        await cancel(stream, undefined);
        return;
      }
    }
    await native.fetchSend(id, undefined);
  } catch (error) {
    fail(error);
    cancel(stream, error).catch(() => {});
  }
}

/** Gives the call up when the signal says so. */
function follow(signal, incoming, reject) {
  const { addAlgorithm, removeAlgorithm } = require("web/abort");
  const onAbort = () => {
    incoming.abort(signal.reason);
    reject(signal.reason);
  };
  addAlgorithm(signal, onAbort);
  incoming.stop = () => removeAlgorithm(signal, onAbort);
}

/** @param {RequestRecord} request @param {Make} make */
function begin(request, make, resolve, reject) {
  const id = ++lastId;
  const { body, signal, method } = request;
  const incoming = new Incoming(id);
  if (signal !== null) follow(signal, incoming, reject);
  const fail = (error) => {
    incoming.done();
    reject(incoming.aborted === undefined ? toError(error) : incoming.aborted.reason);
  };
  const settle = (code, head, text) => {
    if (code < 0) return fail(head);
    try {
      resolve(make(answer(incoming, code, head, text, method === "HEAD")));
    } catch (error) {
      reject(error);
    }
  };
  const whole = body === null ? undefined : body.whole;
  const kind = body === null ? BODY.none : whole === undefined ? BODY.stream : BODY.whole;
  if (body !== null && kind === BODY.whole) body.used = true;
  try {
    // A signal can take back what came: then the body stays with the server until it is read.
    fetchStart(id, method, request.url, request.fields.toLines(), REDIRECT[request.redirect], kind, whole, settle, signal === null);
  } catch (error) {
    fail(error);
    return;
  }
  if (kind !== BODY.stream) return;
  pump(id, body.asStream(), (error) => {
    fetchCancel(id);
    fail(error);
  });
}

/** @param {string} type @param {Uint8Array} bytes */
function local(request, type, bytes) {
  const fields = new FieldList();
  if (type !== "") fields.append("content-type", type);
  fields.append("content-length", `${bytes.byteLength}`);
  fields.immutable = true;
  const record = newRecord("basic", 200, "OK", fields, request.method === "HEAD" ? null : new Body(bytes));
  record.url = request.url;
  return record;
}

/** @param {RequestRecord} request */
function fetchBlob(request) {
  const { bytesOf } = require("web/blob");
  const blob = require("web/blob_url").blobOf(request.url);
  if (blob === undefined || request.method !== "GET") throw failed("the blob: URL names nothing, or is not read with GET", "INVALID_REQUEST");
  return local(request, blob.type, bytesOf(blob));
}

function fetchData(request) {
  const data = require("web/fetch/data_url").readDataUrl(request.url);
  if (data === undefined) throw failed("the data: URL cannot be read", "INVALID_REQUEST");
  return local(request, data.type, data.bytes);
}

/**
 * @param {RequestRecord} request
 * @param {Make} make
 * @returns {Promise<any>} of what `make` makes
 */
function run(request, make) {
  const { signal, url } = request;
  if (signal !== null && signal.aborted) {
    const { body } = request;
    if (body !== null && body.stream !== undefined) {
      const { cancel } = require("web/streams/readable_core");
      require("web/streams/promises").handled(cancel(body.stream, signal.reason));
    }
    return rejectedWith(signal.reason);
  }
  if (startsWith(url, "http:") || startsWith(url, "https:")) return new NativePromise((resolve, reject) => begin(request, make, resolve, reject));
  try {
    if (startsWith(url, "data:")) return resolvedWith(make(fetchData(request)));
    if (startsWith(url, "blob:")) return resolvedWith(make(fetchBlob(request)));
  } catch (error) {
    return rejectedWith(error);
  }
  return rejectedWith(failed(`the scheme of ${url} is not one that can be fetched`, "INVALID_REQUEST"));
}

const toResponse = (record) => wrapResponse(record, Response);

/**
 * @param {string | URL | Request} input
 * @param {object} [init]
 * @returns {Promise<Response>}
 */
exports.fetch = function fetch(input, init = undefined) {
  try {
    requireArguments(arguments.length, ["input"]);
    return run(makeRecord(input, init), toResponse);
  } catch (error) {
    return rejectedWith(error);
  }
};

exports.run = run;
