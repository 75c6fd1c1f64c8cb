/** ReadableStreamBYOBRequest (Streams, 4.8): the place in a reader's buffer that a source may fill. */

const { expose, requireArguments } = require("web/idl");
const { enforceRange } = require("web/streams/convert");
const { inspectView, isDetached } = require("web/streams/buffers");

const KEY = {};
/** @type {(request: ReadableStreamBYOBRequest) => void} */
let invalidate;

class ReadableStreamBYOBRequest {
  #control;
  #view;

  static {
    invalidate = (request) => {
      request.#control = undefined;
      request.#view = null;
    };
  }

  constructor(key = undefined, control = undefined, view = undefined) {
    if (key !== KEY) throw new TypeError("Illegal constructor");
    this.#control = control;
    this.#view = view;
  }

  get view() {
    return this.#view;
  }

  /** @param {number} bytesWritten */
  respond(bytesWritten) {
    void this.#control;
    requireArguments(arguments.length, ["bytesWritten"]);
    const count = enforceRange(bytesWritten, "bytesWritten");
    if (this.#control === undefined) throw new TypeError("This request was answered already");
    if (isDetached(inspectView(this.#view).buffer)) throw new TypeError("The request's buffer was taken over by somebody else");
    this.#control.respond(count);
  }

  /** @param {ArrayBufferView} view on the same memory */
  respondWithNewView(view) {
    void this.#control;
    requireArguments(arguments.length, ["view"]);
    const seen = inspectView(view);
    if (this.#control === undefined) throw new TypeError("This request was answered already");
    if (seen.detached) throw new TypeError("The view's buffer was taken over by somebody else");
    this.#control.respondWithView(seen);
  }
}
expose(ReadableStreamBYOBRequest);

exports.makeRequest = (control, view) => new ReadableStreamBYOBRequest(KEY, control, view);
exports.invalidateRequest = (request) => invalidate(request);
exports.ReadableStreamBYOBRequest = ReadableStreamBYOBRequest;
