/** `global`, Node's name for the global object. */

exports.global = globalThis;
