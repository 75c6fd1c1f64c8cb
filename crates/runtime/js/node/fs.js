/**
 * The module `fs`: a volume in memory. The site's own files are in it, below `/site`; what is written
 * stays in this VM and is gone with it.
 */

const { sync } = require("node/fs/sync");
const { constants } = require("node/fs/constants");
const { Stats, Dirent } = require("node/fs/stats");
const { checkFunction } = require("node/validate");
const { RESULT_NAMES } = require("node/util/promisify");
const { refuse } = require("node/absent");
const { lazy } = require("node/lazy");

Object.assign(exports, sync, { constants, Stats, Dirent });
for (const name of ["F_OK", "R_OK", "W_OK", "X_OK"]) exports[name] = constants[name];

/** Results that the callback gets besides the first. */
const MORE = { __proto__: null, read: 1, write: 1, readv: 1, writev: 1 };

function callLater(callback, ...results) {
  require("node/process").process.nextTick(callback, ...results);
}

for (const syncName of Object.keys(sync)) {
  const name = syncName.slice(0, -"Sync".length);
  if (name === "exists" || name === "realpath") continue;
  const run = sync[syncName];
  exports[name] = {
    [name](...args) {
      const callback = args.pop();
      checkFunction(callback, "cb");
      let result;
      try {
        result = run(...args);
      } catch (error) {
        // Mistakes in arguments are thrown, as Node does; what the volume says comes later.
        if (error?.syscall === undefined) throw error;
        return callLater(callback, error);
      }
      if (result === undefined) return callLater(callback, null);
      const more = MORE[name] ? [args[MORE[name]]] : [];
      callLater(callback, null, result, ...more);
    },
  }[name];
}

exports.exists = function exists(path, callback) {
  checkFunction(callback, "cb");
  callLater(callback, sync.existsSync(path));
};
const promised = { exists: async (path) => sync.existsSync(path) };
Object.defineProperty(exports.exists, Symbol.for("nodejs.util.promisify.custom"), { value: promised.exists });
exports.realpath = function realpath(path, options, callback = options) {
  try {
    callLater(callback, null, sync.realpathSync(path, typeof options === "function" ? undefined : options));
  } catch (error) {
    callLater(callback, error);
  }
};
exports.realpath.native = exports.realpath;
for (const [name, names] of [
  ["read", ["bytesRead", "buffer"]],
  ["write", ["bytesWritten", "buffer"]],
  ["readv", ["bytesRead", "buffers"]],
  ["writev", ["bytesWritten", "buffers"]],
]) {
  Object.defineProperty(exports[name], RESULT_NAMES, { value: names, enumerable: false });
}
refuse(exports, "fs", ["watch", "watchFile", "unwatchFile", "openAsBlob"]);

lazy(exports, "node/fs/streams", ["ReadStream", "WriteStream", "createReadStream", "createWriteStream", "FileReadStream", "FileWriteStream"]);
lazy(exports, "node/fs/dir", ["Dir"]);
Object.defineProperty(exports, "promises", { get: () => require("node/fs/promises"), enumerable: true, configurable: true });
