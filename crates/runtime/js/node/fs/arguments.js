/**
 * What `fs` is given: paths, flags, encodings.
 */

const { invalidArgType, invalidArgValue } = require("node/errors");
const { constants } = require("node/fs/constants");
const { resolve } = require("node/path/posix");

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = constants;

const FLAGS = {
  __proto__: null,
  r: O_RDONLY,
  rs: O_RDONLY | O_SYNC,
  sr: O_RDONLY | O_SYNC,
  "r+": O_RDWR,
  "rs+": O_RDWR | O_SYNC,
  "sr+": O_RDWR | O_SYNC,
  w: O_TRUNC | O_CREAT | O_WRONLY,
  wx: O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  xw: O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  "w+": O_TRUNC | O_CREAT | O_RDWR,
  "wx+": O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  "xw+": O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  a: O_APPEND | O_CREAT | O_WRONLY,
  ax: O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  xa: O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  as: O_APPEND | O_CREAT | O_WRONLY | O_SYNC,
  "a+": O_APPEND | O_CREAT | O_RDWR,
  "ax+": O_APPEND | O_CREAT | O_RDWR | O_EXCL,
  "xa+": O_APPEND | O_CREAT | O_RDWR | O_EXCL,
};

/** @param {string | number | undefined | null} flags @returns {number} */
exports.flagsOf = function flagsOf(flags, otherwise = "r") {
  const given = flags ?? otherwise;
  if (typeof given === "number") return given;
  if (FLAGS[given] === undefined) throw invalidArgValue("flags", given);
  return FLAGS[given];
};

/** @param {string | Uint8Array | URL} path @returns {string} absolute */
exports.pathOf = function pathOf(path, name = "path") {
  let text = path;
  if (path instanceof URL) text = require("node/url/files").fileURLToPath(path);
  else if (path instanceof Uint8Array) text = Buffer.from(path).toString();
  if (typeof text !== "string") throw invalidArgType(name, ["string", "Buffer", "URL"], path);
  if (text.includes("\0")) throw invalidArgValue(name, path, "must be a string, Uint8Array, or URL without null bytes");
  return resolve(text);
};

/** Options, or only an encoding. @returns {Record<string, any>} */
exports.optionsOf = function optionsOf(options, defaults = {}) {
  if (options === undefined || options === null || typeof options === "function") return defaults;
  if (typeof options === "string") return { ...defaults, encoding: options };
  if (typeof options !== "object") throw invalidArgType("options", ["string", "Object"], options);
  const { encoding } = options;
  if (encoding !== undefined && encoding !== null && encoding !== "buffer" && !Buffer.isEncoding(encoding)) throw invalidArgValue("encoding", encoding, "is invalid encoding");
  return { ...defaults, ...options };
};

/** What is to be written, as bytes. @returns {Uint8Array} */
exports.bytesOf = function bytesOf(data, encoding = "utf8", name = "data") {
  if (typeof data === "string") return Buffer.from(data, encoding ?? "utf8");
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw invalidArgType(name, ["string", "Buffer", "TypedArray", "DataView"], data);
};

/** What was read, as text where an encoding is given. */
exports.decoded = function decoded(bytes, encoding) {
  const buffer = Buffer.from(bytes);
  return encoding === undefined || encoding === null || encoding === "buffer" ? buffer : buffer.toString(encoding);
};
