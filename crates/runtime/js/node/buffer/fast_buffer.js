/**
 * The class behind Buffer. `Buffer` itself is an old-style function, callable without `new`; both
 * share one prototype.
 */

class FastBuffer extends Uint8Array {}

exports.FastBuffer = FastBuffer;
