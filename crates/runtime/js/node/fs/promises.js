/**
 * The module `fs/promises`: the volume, asked by promises. It answers in a later turn, as a disk would.
 */

const { ASYNC_DISPOSE } = require("node/dispose");
const { sync } = require("node/fs/sync");
const { constants } = require("node/fs/constants");
const { abortedBy } = require("node/abort_error");
const { notAvailable } = require("node/absent");

/** Work that is done in one go, behind the promises that wait already. */
async function later(work) {
  await undefined;
  return work();
}

class FileHandle {
  #fd;

  constructor(fd) {
    this.#fd = fd;
  }

  get fd() {
    return this.#fd;
  }

  async close() {
    if (this.#fd === -1) return;
    const fd = this.#fd;
    this.#fd = -1;
    sync.closeSync(fd);
  }

  async read(buffer, ...args) {
    const target = ArrayBuffer.isView(buffer) ? buffer : (buffer?.buffer ?? Buffer.alloc(16_384));
    const rest = ArrayBuffer.isView(buffer) ? args : [{ ...buffer, buffer: undefined }];
    return later(() => ({ bytesRead: sync.readSync(this.#fd, target, ...rest), buffer: target }));
  }

  async write(buffer, ...args) {
    return later(() => ({ bytesWritten: sync.writeSync(this.#fd, buffer, ...args), buffer }));
  }

  async readv(buffers, position) {
    return later(() => ({ bytesRead: sync.readvSync(this.#fd, buffers, position), buffers }));
  }

  async writev(buffers, position) {
    return later(() => ({ bytesWritten: sync.writevSync(this.#fd, buffers, position), buffers }));
  }

  readFile(options) {
    return later(() => sync.readFileSync(this.#fd, options));
  }

  writeFile(data, options) {
    return later(() => sync.writeFileSync(this.#fd, data, options));
  }

  appendFile(data, options) {
    return later(() => sync.writeFileSync(this.#fd, data, options));
  }

  stat(options) {
    return later(() => sync.fstatSync(this.#fd, options));
  }

  truncate(length) {
    return later(() => sync.ftruncateSync(this.#fd, length));
  }

  chmod(mode) {
    return later(() => sync.fchmodSync(this.#fd, mode));
  }

  utimes(atime, mtime) {
    return later(() => sync.futimesSync(this.#fd, atime, mtime));
  }

  async chown() {}

  async sync() {}

  async datasync() {}

  createReadStream(options) {
    return require("node/fs/streams").createReadStream("", { ...options, fd: this.#fd });
  }

  createWriteStream(options) {
    return require("node/fs/streams").createWriteStream("", { ...options, fd: this.#fd });
  }

  async *readLines(options) {
    for (const line of (await this.readFile({ encoding: "utf8", ...options })).split(/\r?\n/)) yield line;
  }

  async [ASYNC_DISPOSE]() {
    await this.close();
  }
}

const NAMES = [
  "access",
  "appendFile",
  "chmod",
  "chown",
  "copyFile",
  "cp",
  "lchown",
  "link",
  "lstat",
  "mkdir",
  "mkdtemp",
  "opendir",
  "readdir",
  "readFile",
  "readlink",
  "realpath",
  "rename",
  "rm",
  "rmdir",
  "stat",
  "statfs",
  "symlink",
  "truncate",
  "unlink",
  "utimes",
  "writeFile",
];

function numbered(file) {
  return file instanceof FileHandle ? file.fd : file;
}

for (const name of NAMES) {
  const run = sync[`${name}Sync`];
  exports[name] = {
    [name]: async (path, ...args) => {
      const signal = args.findLast((arg) => arg !== null && typeof arg === "object" && "signal" in arg)?.signal;
      if (signal?.aborted) throw abortedBy(signal);
      return later(() => run(numbered(path), ...args));
    },
  }[name];
}

/** Data may come as a stream or any iterable. */
const { writeFile } = exports;
exports.writeFile = async function (path, data, options) {
  if (typeof data === "string" || ArrayBuffer.isView(data) || data === null || typeof data !== "object") return writeFile(path, data, options);
  const parts = [];
  for await (const part of data) parts.push(typeof part === "string" ? Buffer.from(part) : part);
  return writeFile(path, Buffer.concat(parts), options);
};
Object.defineProperty(exports.writeFile, "name", { value: "writeFile" });

exports.open = async (path, flags, mode) => later(() => new FileHandle(sync.openSync(path, flags, mode)));
exports.lutimes = exports.utimes;
exports.lchmod = exports.chmod;
exports.watch = () => {
  throw notAvailable("fs", "watch");
};
exports.constants = constants;
