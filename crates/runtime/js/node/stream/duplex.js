/**
 * Duplex: a Readable and a Writable in one.
 */

const { setPrototypeOf, defineProperties, getOwnPropertyDescriptor } = Object;

function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  const { Readable } = require("node/stream/readable");
  const { Writable } = require("node/stream/writable");
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  Readable.call(this, options);
  Writable.call(this, options);
  if (!options) return;
  if (options.readable === false) Object.assign(this._readableState, { readable: false, ended: true, endEmitted: true });
  if (options.writable === false) Object.assign(this._writableState, { writable: false, ending: true, ended: true, finished: true });
}
exports.Duplex = Duplex;

const { Readable } = require("node/stream/readable");
const { Writable } = require("node/stream/writable");
setPrototypeOf(Duplex.prototype, Readable.prototype);
setPrototypeOf(Duplex, Readable);
for (const name of Object.keys(Writable.prototype)) Duplex.prototype[name] ||= Writable.prototype[name];

const shared = {};
for (const name of [
  "writable",
  "writableHighWaterMark",
  "writableObjectMode",
  "writableBuffer",
  "writableLength",
  "writableFinished",
  "writableCorked",
  "writableEnded",
  "writableNeedDrain",
  "writableAborted",
]) {
  shared[name] = getOwnPropertyDescriptor(Writable.prototype, name);
}
defineProperties(Duplex.prototype, {
  ...shared,
  destroyed: {
    get() {
      const { _readableState: r, _writableState: w } = this;
      return r === undefined || w === undefined ? false : r.destroyed && w.destroyed;
    },
    set(value) {
      if (this._readableState && this._writableState) this._readableState.destroyed = this._writableState.destroyed = value;
    },
    configurable: true,
  },
});

Duplex.from = (body) => require("node/stream/duplexify").duplexify(body, "body");
Duplex.fromWeb = (pair, options) => require("node/stream/web_adapters").duplexFromWeb(pair, options);
Duplex.toWeb = (duplex) => require("node/stream/web_adapters").duplexToWeb(duplex);
