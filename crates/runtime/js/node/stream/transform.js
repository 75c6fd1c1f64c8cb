/**
 * Transform: what is written becomes, changed, what is read.
 */

const { Duplex } = require("node/stream/duplex");
const { notImplemented } = require("node/stream/errors");

const CALLBACK = Symbol("kCallback");

function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  // A reader that holds nothing must not make the writer hold what is due to it.
  const own = options?.readableHighWaterMark === 0 ? { ...options, highWaterMark: null, readableHighWaterMark: 0, writableHighWaterMark: options.writableHighWaterMark || 0 } : options;
  Duplex.call(this, own);
  // What `_transform` pushes is not an answer to `_read`.
  this._readableState.sync = false;
  this[CALLBACK] = null;
  if (options) {
    if (typeof options.transform === "function") this._transform = options.transform;
    if (typeof options.flush === "function") this._flush = options.flush;
  }
  this.on("prefinish", onPrefinish);
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

/** @this {any} */
function final(callback) {
  if (typeof this._flush !== "function" || this.destroyed) {
    this.push(null);
    if (callback) callback();
    return;
  }
  this._flush((error, data) => {
    if (error) {
      if (callback) callback(error);
      else this.destroy(error);
      return;
    }
    if (data !== null && data !== undefined) this.push(data);
    this.push(null);
    if (callback) callback();
  });
}

/** A `_final` of one's own does not keep the rest from coming out. */
function onPrefinish() {
  if (this._final !== final) final.call(this);
}

const { prototype } = Transform;
prototype._final = final;
prototype._transform = function () {
  throw notImplemented("_transform()");
};
prototype._write = function (chunk, encoding, callback) {
  const r = this._readableState;
  const w = this._writableState;
  const before = r.length;
  this._transform(chunk, encoding, (error, value) => {
    if (error) return callback(error);
    if (value !== null && value !== undefined) this.push(value);
    if (w.ended || before === r.length || r.length < r.highWaterMark) callback();
    else this[CALLBACK] = callback;
  });
};
prototype._read = function () {
  const callback = this[CALLBACK];
  if (!callback) return;
  this[CALLBACK] = null;
  callback();
};

function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);
PassThrough.prototype._transform = (chunk, _encoding, callback) => callback(null, chunk);

exports.Transform = Transform;
exports.PassThrough = PassThrough;
