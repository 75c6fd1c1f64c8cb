/**
 * Answers beyond Wix: a ReadableStream or a Blob as the body, or a whole Response. Loaded when a site
 * uses one of these classes.
 */

const { known } = require("web/known");
const { acquireReader, cancel, read } = require("web/streams/readable_core");
const { recordOf } = require("web/streams/readable_record");
const { handled, microtask, then } = require("web/streams/promises");
const { utf8Encode } = require("web/utf8");
const { streamSend, streamEnd, streamFail, streamClosed } = native;

const { isView } = ArrayBuffer;
const Memory = ArrayBuffer;
/** Codings that fetch has undone already. */
const UNDONE = /^(?:gzip|x-gzip|deflate|br)$/i;

/**
 * @param {any} response
 * @returns {{status: number, headers: any, body: any} | string} a response as helpers make it, or why it is none
 */
exports.ofResponse = function ofResponse(response) {
  const { recordOf: responseRecord } = require("web/fetch/response");
  const { status, body, type } = responseRecord(response);
  if (body !== null && (body.isUsed || body.isLocked)) return "The function returned a Response whose body was read already, or is being read.";
  let { headers } = response;
  const coding = type === "basic" ? headers.get("content-encoding") : null;
  if (coding !== null && UNDONE.test(coding)) {
    const { Headers } = require("web/fetch/headers");
    headers = new Headers(headers);
    headers.delete("content-encoding");
  }
  return { status, headers, body: body === null ? undefined : (body.whole ?? response.body) };
};

/**
 * @param {any} body
 * @param {{type: string}} out gets the content type, if the body has one
 * @returns {{bytes: Uint8Array} | {stream: object} | string | undefined} why it cannot be sent, or undefined
 *   when it is none of these
 */
exports.special = function special(body, out) {
  if (known.isBlob(body)) {
    out.type = body.type;
    return { bytes: require("web/blob").bytesOf(body) };
  }
  if (!known.isReadable(body)) return undefined;
  const stream = recordOf(body);
  if (stream.disturbed || stream.reader !== undefined) return "The response's body is a stream that was read already, or is being read.";
  return { stream };
};

/** @param {any} headers @returns {string | undefined} lines as in `velo/response` */
exports.headerLines = (headers) => (known.isHeaders(headers) ? require("web/fetch/headers").listOf(headers).toLines() : undefined);

/** @param {any} chunk @returns {Uint8Array | ArrayBufferView | ArrayBuffer | undefined} */
function toBytes(chunk) {
  if (typeof chunk === "string") return utf8Encode(chunk);
  return isView(chunk) || chunk instanceof Memory ? chunk : undefined;
}

/**
 * Sends a stream, as fast as the client takes it. When the client is gone the stream is cancelled.
 * @param {number} serial the request's number in this VM
 * @param {any} stream
 */
exports.send = function send(serial, stream) {
  const reader = acquireReader(stream, false);
  let ended = false;
  const stop = (reason) => {
    if (ended) return;
    ended = true;
    handled(cancel(stream, reason));
  };
  const gone = () => stop(new Error("The client is gone, or had all that the limits allow"));
  const fail = (error) => {
    ended = true;
    streamFail(serial, error);
  };
  const next = () => {
    if (!ended) read(reader, request);
  };
  const request = {
    chunk(chunk) {
      if (ended) return;
      const bytes = toBytes(chunk);
      if (bytes === undefined) {
        const error = new TypeError("A chunk of the response's stream is neither bytes nor a string");
        stop(error);
        fail(error);
        return;
      }
      const sent = streamSend(serial, bytes);
      if (sent === true) microtask(next);
      else if (sent === undefined) gone();
      else then(sent, (more) => (more === true ? next() : gone()));
    },
    close() {
      ended = true;
      streamEnd(serial);
    },
    error: fail,
  };
  then(streamClosed(serial), gone);
  next();
};
