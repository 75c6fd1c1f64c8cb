/** `blob:` URLs (File API, 8): names for blobs, in this VM, until they are revoked. */

const { isBlob } = require("web/blob");

/** @type {Map<string, Blob>} */
const blobs = new Map();

/** @param {Blob} blob @returns {string} */
exports.createObjectURL = function createObjectURL(blob) {
  if (!isBlob(blob)) throw new TypeError("Only a Blob can have a URL");
  const url = `blob:null/${require("web/crypto").crypto.randomUUID()}`;
  blobs.set(url, blob);
  return url;
};

/** @param {string} url */
exports.revokeObjectURL = (url) => void blobs.delete(`${url}`);

/** @param {string} url @returns {Blob | undefined} */
exports.blobOf = function blobOf(url) {
  const hash = url.indexOf("#");
  return blobs.get(hash === -1 ? url : url.slice(0, hash));
};
