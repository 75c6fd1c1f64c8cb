/**
 * The web's `crypto`, as `node:crypto` has it.
 */

const { crypto } = require("web/crypto");

exports.webcrypto = crypto;
exports.getRandomValues = (array) => crypto.getRandomValues(array);
Object.defineProperty(exports, "subtle", { get: () => crypto.subtle, enumerable: true });
