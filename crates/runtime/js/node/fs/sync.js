/**
 * The synchronous functions of `fs`, over the volume. The others are made of these.
 */

const { volume } = require("node/fs/volume");
const { Stats, Dirent } = require("node/fs/stats");
const { constants } = require("node/fs/constants");
const { systemError } = require("node/os/errno");
const { pathOf, optionsOf, bytesOf, decoded } = require("node/fs/arguments");
const descriptors = require("node/fs/descriptors");
const { join, dirname } = require("node/path/posix");

const { openSync, closeSync, readSync, writeSync, entry } = descriptors;

/** A file by its path, or by the number of an open one. */
function withFile(file, flags, mode, use) {
  if (typeof file === "number") return use(file);
  const fd = openSync(file, flags, mode);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

function toDate(value) {
  return value instanceof Date ? value.getTime() : Number(value) * 1000;
}

const sync = {
  openSync,
  closeSync,
  readSync,
  writeSync,

  readvSync(fd, buffers, position) {
    let total = 0;
    for (const buffer of buffers) total += readSync(fd, buffer, 0, buffer.byteLength, typeof position === "number" ? position + total : null);
    return total;
  },
  writevSync(fd, buffers, position) {
    let total = 0;
    for (const buffer of buffers) total += writeSync(fd, buffer, 0, buffer.byteLength, typeof position === "number" ? position + total : null);
    return total;
  },

  readFileSync(path, options) {
    const { encoding, flag } = optionsOf(options, { encoding: null, flag: "r" });
    return withFile(path, flag, 0o666, (fd) => {
      const file = entry(fd, "read");
      if (file.node.isFolder) throw systemError("EISDIR", "read");
      const bytes = file.node.contents().subarray(typeof path === "number" ? file.position : 0);
      file.position = file.node.size;
      return decoded(bytes, encoding);
    });
  },
  writeFileSync(path, data, options) {
    const { encoding, flag, mode } = optionsOf(options, { encoding: "utf8", flag: "w", mode: 0o666 });
    const bytes = bytesOf(data, encoding);
    withFile(path, flag, mode, (fd) => void writeSync(fd, bytes));
  },
  appendFileSync(path, data, options) {
    sync.writeFileSync(path, data, { ...optionsOf(options, { encoding: "utf8", mode: 0o666 }), flag: "a" });
  },

  existsSync(path) {
    try {
      return volume.has(pathOf(path));
    } catch {
      return false;
    }
  },
  accessSync(path) {
    volume.find(pathOf(path), "access");
  },
  statSync(path, options) {
    const { bigint = false, throwIfNoEntry = true } = optionsOf(options);
    const place = pathOf(path);
    if (!throwIfNoEntry && !volume.has(place)) return undefined;
    return new Stats(volume.find(place, "stat"), bigint);
  },
  lstatSync(path, options) {
    return sync.statSync(path, options);
  },
  fstatSync(fd, options) {
    return new Stats(entry(fd, "fstat").node, optionsOf(options).bigint ?? false);
  },

  readdirSync(path, options) {
    const { withFileTypes = false, recursive = false, encoding } = optionsOf(options);
    const place = pathOf(path);
    const folder = volume.find(place, "scandir");
    if (!folder.isFolder) throw systemError("ENOTDIR", "scandir", place);
    const found = [];
    const add = (node, at, prefix) => {
      for (const name of [...node.children.keys()].sort()) {
        const child = node.children.get(name);
        const text = encoding === "buffer" ? Buffer.from(prefix + name) : prefix + name;
        found.push(withFileTypes ? new Dirent(name, at, child.isFolder) : text);
        if (recursive && child.isFolder) add(child, join(at, name), `${prefix}${name}/`);
      }
    };
    add(folder, typeof path === "string" ? path : place, "");
    return found;
  },
  mkdirSync(path, options) {
    const { recursive = false, mode = 0o777 } = typeof options === "number" ? { mode: options } : optionsOf(options);
    const place = pathOf(path);
    if (!recursive) return void volume.makeFolder(place, Number(mode) & ~0o22);
    const missing = [];
    for (let at = place; !volume.has(at); at = dirname(at)) missing.unshift(at);
    const known = missing.length === 0 ? volume.find(place, "mkdir") : volume.find(dirname(missing[0]), "mkdir");
    if (!known.isFolder) throw systemError(missing.length === 0 ? "EEXIST" : "ENOTDIR", "mkdir", place);
    for (const at of missing) volume.makeFolder(at, Number(mode) & ~0o22);
    return missing[0];
  },
  mkdtempSync(prefix, options) {
    const bytes = new Uint8Array(native.randomBytes(6));
    const path = `${prefix}${Array.from(bytes, (byte) => "abcdefghijklmnopqrstuvwxyzABCDEF"[byte & 31]).join("")}`;
    volume.makeFolder(pathOf(path), 0o700, "mkdtemp");
    return decodedPath(path, options);
  },
  rmdirSync(path, options) {
    const place = pathOf(path);
    const node = volume.find(place, "rmdir");
    if (!node.isFolder) throw systemError("ENOTDIR", "rmdir", place);
    if (node.children.size > 0 && !optionsOf(options).recursive) throw systemError("ENOTEMPTY", "rmdir", place);
    volume.remove(place, "rmdir");
  },
  rmSync(path, options) {
    const { force = false, recursive = false } = optionsOf(options);
    const place = pathOf(path);
    if (force && !volume.has(place)) return;
    const node = volume.find(place, "rm");
    if (node.isFolder && !recursive) {
      const error = new Error(`Path is a directory: rm returned EISDIR (is a directory) ${place}`);
      throw Object.assign(error, { name: "SystemError", code: "ERR_FS_EISDIR", errno: 21, syscall: "rm", path: place });
    }
    volume.remove(place, "rm");
  },
  unlinkSync(path) {
    const place = pathOf(path);
    if (volume.find(place, "unlink").isFolder) throw systemError("EISDIR", "unlink", place);
    volume.remove(place, "unlink");
  },
  renameSync(from, to) {
    volume.move(pathOf(from, "oldPath"), pathOf(to, "newPath"));
  },
  copyFileSync(from, to, mode = 0) {
    const source = pathOf(from, "src");
    const target = pathOf(to, "dest");
    const node = volume.find(source, "copyfile");
    if (node.isFolder) throw systemError("EISDIR", "copyfile", source, target);
    if (mode & constants.COPYFILE_EXCL && volume.has(target)) throw systemError("EEXIST", "copyfile", source, target);
    sync.writeFileSync(target, node.contents().slice());
  },
  cpSync(from, to, options) {
    const { recursive = false, force = true } = optionsOf(options);
    const source = pathOf(from, "src");
    const target = pathOf(to, "dest");
    const node = volume.find(source, "cp");
    if (!node.isFolder) {
      if (force || !volume.has(target)) sync.copyFileSync(source, target);
      return;
    }
    if (!recursive) throw Object.assign(new Error(`Recursive option not enabled, cannot copy a directory: ${source}`), { code: "ERR_FS_EISDIR" });
    sync.mkdirSync(target, { recursive: true });
    for (const name of node.children.keys()) sync.cpSync(join(source, name), join(target, name), options);
  },
  truncateSync(path, length = 0) {
    const place = pathOf(path);
    volume.resize(volume.find(place, "truncate"), Math.max(0, length), "truncate", place);
  },
  ftruncateSync(fd, length = 0) {
    const file = entry(fd, "ftruncate");
    volume.resize(file.node, Math.max(0, length), "ftruncate", file.path);
  },
  realpathSync: Object.assign(
    (path, options) => {
      const place = pathOf(path);
      volume.find(place, "realpath");
      return decodedPath(place, options);
    },
    { native: (path, options) => sync.realpathSync(path, options) },
  ),
  utimesSync(path, atime, mtime) {
    const node = volume.find(pathOf(path), "utime");
    node.read = toDate(atime);
    node.changed = toDate(mtime);
  },
  futimesSync(fd, atime, mtime) {
    const { node } = entry(fd, "futime");
    node.read = toDate(atime);
    node.changed = toDate(mtime);
  },
  chmodSync(path, mode) {
    volume.find(pathOf(path), "chmod").mode = typeof mode === "string" ? Number.parseInt(mode, 8) : mode;
  },
  fchmodSync(fd, mode) {
    entry(fd, "fchmod").node.mode = typeof mode === "string" ? Number.parseInt(mode, 8) : mode;
  },
  chownSync(path) {
    volume.find(pathOf(path), "chown");
  },
  lchownSync(path) {
    volume.find(pathOf(path), "lchown");
  },
  fchownSync(fd) {
    entry(fd, "fchown");
  },
  fsyncSync(fd) {
    entry(fd, "fsync");
  },
  fdatasyncSync(fd) {
    entry(fd, "fdatasync");
  },
  /** There are no links here. */
  readlinkSync(path) {
    const place = pathOf(path);
    volume.find(place, "readlink");
    throw systemError("EINVAL", "readlink", place);
  },
  symlinkSync(target, path) {
    throw systemError("EPERM", "symlink", `${target}`, pathOf(path));
  },
  linkSync(from, to) {
    throw systemError("EPERM", "link", pathOf(from, "existingPath"), pathOf(to, "newPath"));
  },
  statfsSync() {
    return { type: 0, bsize: 4096, blocks: 0, bfree: 0, bavail: 0, files: 0, ffree: 0 };
  },
  opendirSync(path, options) {
    return new (require("node/fs/dir").Dir)(typeof path === "string" ? path : pathOf(path), sync.readdirSync(path, { ...optionsOf(options), withFileTypes: true }));
  },
};

function decodedPath(path, options) {
  const { encoding } = optionsOf(options);
  return encoding === "buffer" ? Buffer.from(path) : path;
}

exports.sync = sync;
