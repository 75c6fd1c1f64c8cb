/**
 * Open files: numbers for nodes of the volume, each with a place to go on reading or writing.
 */

const { volume } = require("node/fs/volume");
const { systemError } = require("node/os/errno");
const { constants } = require("node/fs/constants");
const { flagsOf, pathOf, bytesOf } = require("node/fs/arguments");
const { checkInteger, invalidArgType, outOfRange } = require("node/errors");

const OPEN_MAX = 1024;
const ACCESS = 3;

/** @type {Map<number, {node: any, flags: number, position: number, path: string}>} */
const open = new Map();
let last = 2;

/** @param {unknown} fd */
function entry(fd, syscall) {
  checkInteger(fd, "fd", 0, 0x7fffffff);
  const found = open.get(fd);
  if (found === undefined) throw systemError("EBADF", syscall);
  return found;
}

exports.entry = entry;

exports.openSync = function openSync(path, flags = "r", mode = 0o666) {
  const place = pathOf(path);
  const bits = flagsOf(flags);
  if (open.size >= OPEN_MAX) throw systemError("EMFILE", "open", place);
  const isThere = volume.has(place);
  if (isThere && bits & constants.O_CREAT && bits & constants.O_EXCL) throw systemError("EEXIST", "open", place);
  const node = bits & constants.O_CREAT ? volume.create(place, typeof mode === "number" ? mode & ~0o22 : 0o644, "open") : volume.find(place, "open");
  if (node.isFolder && (bits & ACCESS) !== constants.O_RDONLY) throw systemError("EISDIR", "open", place);
  if (bits & constants.O_TRUNC && !node.isFolder) volume.resize(node, 0, "open", place);
  const fd = ++last;
  open.set(fd, { node, flags: bits, position: 0, path: place });
  return fd;
};

exports.closeSync = function closeSync(fd) {
  entry(fd, "close");
  open.delete(fd);
};

/** `(fd, buffer, offset, length, position)` or `(fd, buffer, {offset, length, position})` */
function range(buffer, args) {
  const [first] = args;
  const given = first !== null && typeof first === "object" ? first : { offset: args[0], length: args[1], position: args[2] };
  const offset = given.offset ?? 0;
  checkInteger(offset, "offset", 0);
  const length = given.length ?? buffer.byteLength - offset;
  if (offset > buffer.byteLength) throw outOfRange("offset", `<= ${buffer.byteLength}`, offset);
  if (length < 0 || length > buffer.byteLength - offset) throw outOfRange("length", `>= 0 && <= ${buffer.byteLength - offset}`, length);
  const { position } = given;
  return { offset, length, position: typeof position === "bigint" ? Number(position) : position };
}

exports.readSync = function readSync(fd, buffer, ...args) {
  const file = entry(fd, "read");
  if (!ArrayBuffer.isView(buffer)) throw invalidArgType("buffer", ["Buffer", "TypedArray", "DataView"], buffer);
  if (file.node.isFolder) throw systemError("EISDIR", "read");
  if ((file.flags & ACCESS) === constants.O_WRONLY) throw systemError("EBADF", "read");
  const { offset, length, position } = range(buffer, args);
  const isPlaced = typeof position === "number" && position >= 0;
  const at = isPlaced ? position : file.position;
  const part = file.node.contents().subarray(at, at + length);
  new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(part, offset);
  if (!isPlaced) file.position += part.length;
  file.node.read = native.now();
  return part.length;
};

exports.writeSync = function writeSync(fd, data, ...args) {
  const file = entry(fd, "write");
  if ((file.flags & ACCESS) === constants.O_RDONLY) throw systemError("EBADF", "write");
  let bytes;
  let position;
  if (typeof data === "string") {
    [position] = args;
    bytes = bytesOf(data, args[1]);
  } else {
    const all = bytesOf(data, undefined, "buffer");
    const given = range(data, args);
    position = given.position;
    bytes = all.subarray(given.offset, given.offset + given.length);
  }
  const isPlaced = typeof position === "number" && position >= 0;
  const at = file.flags & constants.O_APPEND ? file.node.size : isPlaced ? position : file.position;
  volume.write(file.node, at, bytes, "write", file.path);
  if (!isPlaced) file.position = at + bytes.length;
  return bytes.length;
};
