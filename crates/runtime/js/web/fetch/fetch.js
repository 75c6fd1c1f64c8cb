/**
 * fetch (Fetch, 5.6). The server makes the call; what crosses is the request, in one piece where its
 * body is there, and the answer's head. The answer's body stays on the server's side until it is read.
 */

const { requireArguments } = require("web/idl");
const { deferred, rejectedWith, then } = require("web/streams/promises");
const { Body } = require("web/fetch/body");
const { makeRecord } = require("web/fetch/request");
const { Response, newRecord, wrapResponse } = require("web/fetch/response");
const { FieldList } = require("web/fetch/headers");
const { failed, toError } = require("web/fetch/failure");

const { fetchStart, fetchCancel } = native;
const Bytes = Uint8Array;
const { call } = Function.prototype;
const slice = call.bind(String.prototype.slice);
const indexOf = call.bind(String.prototype.indexOf);

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
 * Makes a Response of the head that crossed: whether the body is complete and whether there were
 * redirects (a digit each), the status (three digits), the URL and the phrase (a line each), the fields.
 * @param {Incoming} incoming
 * @param {string} head
 */
function answer(incoming, head, isBodiless, Class) {
  const urlEnd = indexOf(head, "\n");
  const phraseEnd = indexOf(head, "\n", urlEnd + 1);
  const status = +slice(head, 2, 5);
  const isEmpty = isBodiless || status === 204 || status === 205 || status === 304;
  const body = isEmpty ? null : new Body(incoming);
  const record = newRecord("basic", status, slice(head, urlEnd + 1, phraseEnd), slice(head, phraseEnd + 1), body);
  record.url = slice(head, 5, urlEnd);
  record.redirected = head[1] === "1";
  if (isEmpty) {
    fetchCancel(incoming.id);
    incoming.done();
  } else if (head[0] === "0") {
    forgotten ??= new FinalizationRegistry((id) => fetchCancel(id));
    // Not the body: a program may keep no more of it than its stream.
    forgotten.register(incoming, incoming.id);
  }
  return wrapResponse(record, Class);
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

/** @param {RequestRecord} request @param {any} Class of the Response */
function callServer(request, Class) {
  const id = ++lastId;
  const { body, signal, method, url } = request;
  const incoming = new Incoming(id);
  const { promise, resolve, reject } = deferred();
  if (signal !== null) {
    const { addAlgorithm, removeAlgorithm } = require("web/abort");
    const onAbort = () => {
      incoming.abort(signal.reason);
      reject(signal.reason);
    };
    addAlgorithm(signal, onAbort);
    incoming.stop = () => removeAlgorithm(signal, onAbort);
  }
  const fail = (error) => {
    incoming.done();
    reject(incoming.aborted === undefined ? toError(error) : incoming.aborted.reason);
  };
  const whole = body === null ? undefined : body.whole;
  const kind = body === null ? BODY.none : whole === undefined ? BODY.stream : BODY.whole;
  if (body !== null && kind === BODY.whole) body.used = true;
  try {
    const head = fetchStart(id, method, url, request.fields.toLines(), REDIRECT[request.redirect], kind, whole);
    then(head, (text) => resolve(answer(incoming, text, method === "HEAD", Class)), fail);
  } catch (error) {
    fail(error);
    return promise;
  }
  if (kind === BODY.stream) {
    const stream = body.asStream();
    pump(id, stream, (error) => {
      fetchCancel(id);
      fail(error);
    });
  }
  return promise;
}

/** @param {string} type @param {Uint8Array} bytes */
function local(request, type, bytes, Class) {
  const fields = new FieldList();
  if (type !== "") fields.append("content-type", type);
  fields.append("content-length", `${bytes.byteLength}`);
  fields.immutable = true;
  const record = newRecord("basic", 200, "OK", fields, request.method === "HEAD" ? null : new Body(bytes));
  record.url = request.url;
  return wrapResponse(record, Class);
}

/** @param {RequestRecord} request */
function fetchBlob(request, Class) {
  const { bytesOf } = require("web/blob");
  const blob = require("web/blob_url").blobOf(request.url);
  if (blob === undefined || request.method !== "GET") throw failed("the blob: URL names nothing, or is not read with GET", "INVALID_REQUEST");
  return local(request, blob.type, bytesOf(blob), Class);
}

function fetchData(request, Class) {
  const data = require("web/fetch/data_url").readDataUrl(request.url);
  if (data === undefined) throw failed("the data: URL cannot be read", "INVALID_REQUEST");
  return local(request, data.type, data.bytes, Class);
}

/**
 * @param {RequestRecord} request
 * @param {any} [Class] of the Response
 * @returns {Promise<Response>}
 */
function run(request, Class = Response) {
  const { signal, url } = request;
  if (signal !== null && signal.aborted) {
    const { body } = request;
    if (body !== null && body.stream !== undefined) {
      const { cancel } = require("web/streams/readable_core");
      require("web/streams/promises").handled(cancel(body.stream, signal.reason));
    }
    return rejectedWith(signal.reason);
  }
  if (url.startsWith("http:") || url.startsWith("https:")) return callServer(request, Class);
  try {
    if (url.startsWith("data:")) return Promise.resolve(fetchData(request, Class));
    if (url.startsWith("blob:")) return Promise.resolve(fetchBlob(request, Class));
  } catch (error) {
    return rejectedWith(error);
  }
  return rejectedWith(failed(`the scheme of ${url} is not one that can be fetched`, "INVALID_REQUEST"));
}

/**
 * @param {string | URL | Request} input
 * @param {object} [init]
 * @returns {Promise<Response>}
 */
exports.fetch = function fetch(input, init = undefined) {
  try {
    requireArguments(arguments.length, ["input"]);
    return run(makeRecord(input, init));
  } catch (error) {
    return rejectedWith(error);
  }
};

exports.run = run;
