/**
 * Calls handlers and hands their answers over.
 *
 * The server calls `dispatch` with two numbers. A handler that answers at once costs no further
 * crossing: the body is the return value, status and kind lie in the mailbox, memory that both
 * sides see. So do those of one whose promise settles in the microtasks that follow, which are run
 * here where that is possible. Everything else goes through `native.respond` and `native.fail`.
 */

const { WixHttpFunctionRequest } = require("velo/request");
const { BODY, toResponse, toStatus, toBody, toHeaderLines, isBadResponse } = require("velo/response");
// `runMicrotasks` is undefined where they can only run when the server's entry ends.
const { respond, fail, mailbox, runMicrotasks } = native;
// Taken before the site's code runs, which may replace them.
const { keys } = Object;
const NativePromise = Promise;
/** @type {(promise: object, onFulfilled: Function, onRejected: Function) => void} */
const then = Function.prototype.call.bind(NativePromise.prototype.then);

/** Places in the mailbox; the numbers are those of `mailbox.rs`. */
const AT = { state: 0, status: 1, kind: 2 };
/** What `dispatch` did. */
const STATE = { pending: 0, answered: 1, handedOver: 2 };

/** The number by which the server asks for an operation on data; no export has it. As in `call.rs`. */
const ADMINISTER = 4294967295;

/** A name with any of these could not be told from two names, and no address can call it. */
const UNCALLABLE = /[\0-\x1f\x7f]/;

/** @type {Record<number, Function>} */
let handlers = { __proto__: null };
const out = { kind: 0, type: "" };

const CONTENT_TYPE = /^content-type:/im;

/**
 * Takes the content type that a body brings along, where the function gives none.
 * @param {string} lines
 * @returns {string}
 */
function withType(lines) {
  const { type } = out;
  out.type = "";
  return CONTENT_TYPE.test(lines) ? lines : `${lines}content-type:${type}\n`;
}

/**
 * @param {number} serial
 * @param {number} status
 * @param {number} kind
 * @param {unknown} body
 * @param {string} lines
 */
function handOver(serial, status, kind, body, lines) {
  if (kind !== BODY.stream) {
    respond(serial, status, kind, body, lines);
    return;
  }
  respond(serial, status, kind, undefined, lines);
  require("velo/stream").send(serial, body);
}

/**
 * Takes the loaded site's exports.
 * @param {Record<string, unknown>} site
 * @returns {string} the names of its functions, each ended by a line feed; their places are the
 *   numbers for `dispatch`
 */
exports.adopt = function adopt(site) {
  const exported = keys(site);
  let names = "";
  let count = 0;
  handlers = { __proto__: null };
  handlers[ADMINISTER] = (request) => require("velo/data/administer").administer(request);
  for (let i = 0; i < exported.length; i++) {
    const name = exported[i];
    const value = site[name];
    if (typeof value !== "function" || UNCALLABLE.test(name)) continue;
    names += name + "\n";
    handlers[count++] = value;
  }
  return names;
};

/**
 * @param {number} serial
 * @param {unknown} error
 */
function failed(serial, error) {
  fail(serial, error, isBadResponse(error));
}

/** The request for whose answer `dispatch` waits; 0 while it waits for none. */
let open = 0;
/** The body of the answer that came meanwhile. @type {unknown} */
let settled;

/**
 * Hands over the answer of a handler whose promise is settled, or which set headers.
 * @param {number} serial
 * @param {unknown} value
 */
function settle(serial, value) {
  try {
    const response = toResponse(value);
    const status = toStatus(response.status);
    const body = toBody(response.body, out);
    const kind = out.kind;
    let lines = toHeaderLines(response.headers);
    if (out.type !== "") lines = withType(lines);
    if (lines !== "" || kind === BODY.stream || open !== serial) {
      handOver(serial, status, kind, body, lines);
      return;
    }
    settled = body;
    mailbox[AT.state] = STATE.answered;
    mailbox[AT.status] = status;
    mailbox[AT.kind] = kind;
  } catch (error) {
    failed(serial, error);
  }
}

/**
 * Waits for what only looks like a promise.
 * @param {number} serial
 * @param {object} value
 */
async function settleThenable(serial, value) {
  let result;
  try {
    result = await value;
  } catch (error) {
    failed(serial, error);
    return;
  }
  settle(serial, result);
}

/**
 * Waits for a promise. An own one is asked through the engine's `then`, which costs half of an
 * async function that awaits it.
 * @param {number} serial
 * @param {object} value
 */
function settleLater(serial, value) {
  if (value.constructor !== NativePromise) {
    settleThenable(serial, value);
    return;
  }
  try {
    then(
      value,
      (result) => settle(serial, result),
      (error) => failed(serial, error),
    );
  } catch {
    // It only claimed to be one.
    settleThenable(serial, value);
  }
}

/**
 * Lets promises react, and gives the body of the answer if there is one then.
 * @param {number} serial
 * @returns {unknown}
 */
function settledNow(serial) {
  if (runMicrotasks === undefined) return undefined;
  open = serial;
  runMicrotasks();
  open = 0;
  const body = settled;
  settled = undefined;
  return body;
}

/**
 * Runs a handler.
 * @param {number} index the handler's place among the exports
 * @param {number} serial the request's number in this VM
 * @returns {unknown} the body, when the mailbox says `answered`
 */
exports.dispatch = function dispatch(index, serial) {
  try {
    const value = (0, handlers[index])(new WixHttpFunctionRequest(serial));
    if (value !== null && typeof value === "object" && typeof value.then === "function") {
      mailbox[AT.state] = STATE.pending;
      settleLater(serial, value);
      return settledNow(serial);
    }
    const response = toResponse(value);
    const status = toStatus(response.status);
    const body = toBody(response.body, out);
    const kind = out.kind;
    let lines = toHeaderLines(response.headers);
    if (out.type !== "") lines = withType(lines);
    if (lines !== "" || kind === BODY.stream) {
      mailbox[AT.state] = STATE.handedOver;
      handOver(serial, status, kind, body, lines);
      return undefined;
    }
    mailbox[AT.state] = STATE.answered;
    mailbox[AT.status] = status;
    mailbox[AT.kind] = kind;
    return body;
  } catch (error) {
    mailbox[AT.state] = STATE.handedOver;
    failed(serial, error);
    return undefined;
  }
};
