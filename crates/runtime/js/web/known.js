/**
 * Tests of classes that are loaded only when a program first uses one of them. Until then nothing can
 * be of such a class, and asking costs next to nothing.
 */

const never = () => false;

/** `any` says whether one of them is loaded. */
exports.known = { __proto__: null, any: false, isBlob: never, isCryptoKey: never, isHeaders: never, isReadable: never, isResponse: never };

/** @param {"isBlob" | "isCryptoKey" | "isHeaders" | "isReadable" | "isResponse"} name @param {(value: unknown) => boolean} test */
exports.learn = function learn(name, test) {
  exports.known[name] = test;
  exports.known.any = true;
};
