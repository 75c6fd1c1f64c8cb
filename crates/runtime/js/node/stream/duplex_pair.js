/**
 * duplexPair: two ends of one line in memory.
 */

const { Duplex } = require("node/stream/duplex");
const { nextTick } = require("node/process/next_tick");

const OTHER = Symbol("kOtherSide");
const CALLBACK = Symbol("kCallback");

class Side extends Duplex {
  constructor(options) {
    super(options);
    this[OTHER] = null;
    this[CALLBACK] = null;
  }

  _read() {
    const callback = this[CALLBACK];
    if (!callback) return;
    this[CALLBACK] = null;
    callback();
  }

  _write(chunk, _encoding, callback) {
    const other = this[OTHER];
    if (chunk.length === 0) return nextTick(callback);
    other.push(chunk);
    other[CALLBACK] = callback;
  }

  _final(callback) {
    this[OTHER].on("end", callback);
    this[OTHER].push(null);
  }
}

exports.duplexPair = function duplexPair(options) {
  const a = new Side(options);
  const b = new Side(options);
  a[OTHER] = b;
  b[OTHER] = a;
  return [a, b];
};
