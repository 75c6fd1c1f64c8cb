/**
 * The global `process`: as much of it as libraries look at. Its events are `warning`, `exit`,
 * `uncaughtException` and `unhandledRejection`; what a package waits for beside these never happens.
 */

const { invalidArgType, makeError } = require("node/errors");
const { nextTick } = require("node/process/next_tick");

/** What libraries compare with: the Node whose behaviour is followed. */
const NODE_VERSION = "20.20.2";

const began = native.monotonic();
let env;

function hrtime(previous = undefined) {
  const ms = native.monotonic();
  let seconds = Math.floor(ms / 1000);
  let nanoseconds = Math.round((ms % 1000) * 1e6);
  if (previous !== undefined) {
    if (!Array.isArray(previous)) throw invalidArgType("time", "Array", previous);
    if (previous.length !== 2) throw require("node/errors").outOfRange("time", "2", previous.length);
    seconds -= previous[0];
    nanoseconds -= previous[1];
  }
  if (nanoseconds < 0) {
    seconds -= 1;
    nanoseconds += 1e9;
  }
  return [seconds, nanoseconds];
}
hrtime.bigint = () => BigInt(Math.round(native.monotonic() * 1e6));

/** The engine does not say how its heap is used; the process's memory is that of the whole server. */
function memoryUsage() {
  const rss = native.residentBytes();
  return { rss, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 };
}
memoryUsage.rss = () => native.residentBytes();

/** Time on the clock: what the processor did for this VM alone nobody counts. */
function cpuUsage() {
  return { user: Math.round((native.monotonic() - began) * 1000), system: 0 };
}

function refuse(name) {
  return () => {
    throw makeError(Error, "ERR_NOT_AVAILABLE", `process.${name} is not available in this runtime`);
  };
}

const process = {
  title: "velodrome",
  version: `v${NODE_VERSION}`,
  versions: { node: NODE_VERSION, modules: "115", v8: "11.3.244.8-node.33", uv: "1.46.0", zlib: "1.3.0.1-motley", openssl: "3.0.16" },
  arch: "x64",
  platform: "linux",
  release: { name: "node", lts: "Iron" },
  argv: ["velodrome"],
  argv0: "velodrome",
  execArgv: [],
  execPath: "velodrome",
  pid: 1,
  ppid: 0,
  exitCode: undefined,
  config: { variables: {}, target_defaults: {} },
  features: { inspector: false, debug: false, uv: true, ipv6: true, tls: true, typescript: false },
  allowedNodeEnvironmentFlags: new Set(),

  /** Only what the site's configuration names. Changes stay in this VM. */
  get env() {
    env ??= native.env();
    return env;
  },
  set env(value) {
    env = value;
  },

  nextTick,

  exit(code = process.exitCode) {
    if (code !== undefined) process.exitCode = code;
    if (!process._exiting) {
      process._exiting = true;
      if (process.listenerCount("exit") > 0) process.emit("exit", process.exitCode ?? 0);
    }
    native.exit(Number(process.exitCode ?? 0) || 0);
  },
  abort() {
    native.exit(134);
  },
  cwd: () => "/",
  umask: () => 0o22,
  uptime: () => (native.monotonic() - began) / 1000,
  hrtime,
  memoryUsage,
  cpuUsage,
  resourceUsage: () => ({ userCPUTime: cpuUsage().user, systemCPUTime: 0, maxRSS: Math.round(memoryUsage.rss() / 1024) }),
  constrainedMemory: () => 0,
  availableMemory: () => 0,

  /** @param {string} id @returns {any} the module, undefined where there is none */
  getBuiltinModule(id) {
    require("node/validate").checkString(id, "id");
    const file = native.hostModule(id);
    return file?.startsWith("node/") ? require(file) : undefined;
  },
  getActiveResourcesInfo: () => require("web/timers").active(),
  hasUncaughtExceptionCaptureCallback: () => false,
  setUncaughtExceptionCaptureCallback() {},
  setSourceMapsEnabled() {},
  emitWarning(warning, type, code, ctor) {
    require("node/process/warning").emitWarning(warning, type, code, ctor);
  },
};
for (const name of ["chdir", "kill", "dlopen", "binding", "loadEnvFile", "initgroups", "setuid", "setgid"]) process[name] = refuse(name);
for (const name of ["stdin", "stdout", "stderr"]) {
  Object.defineProperty(process, name, { get: () => require("node/process/stdio")[name], enumerable: true, configurable: true });
}
Object.defineProperty(process, Symbol.toStringTag, { value: "process", configurable: true });

/**
 * Becomes an EventEmitter when the first of its methods is called: most sites never do.
 */
const prototype = Object.create(Object.prototype);
Object.setPrototypeOf(process, prototype);
for (const name of [
  "on",
  "once",
  "off",
  "addListener",
  "prependListener",
  "prependOnceListener",
  "removeListener",
  "removeAllListeners",
  "setMaxListeners",
  "getMaxListeners",
  "emit",
  "listeners",
  "rawListeners",
  "listenerCount",
  "eventNames",
]) {
  prototype[name] = function (...args) {
    for (const key of Object.keys(prototype)) delete prototype[key];
    const { EventEmitter } = require("node/events/emitter");
    Object.setPrototypeOf(prototype, EventEmitter.prototype);
    Object.defineProperties(process, {
      _events: { value: Object.create(null), writable: true, configurable: true },
      _eventsCount: { value: 0, writable: true, configurable: true },
      _maxListeners: { value: undefined, writable: true, configurable: true },
    });
    native.onUncaught(tellOfUncaught);
    return Reflect.apply(EventEmitter.prototype[name], process, args);
  };
}

/** @returns {boolean} whether somebody listened: then the error is dealt with and not logged */
function tellOfUncaught(event, error) {
  if (process.listenerCount(event) > 0) return process.emit(event, error, event === "unhandledRejection" ? undefined : event);
  return event === "unhandledRejection" && process.listenerCount("uncaughtException") > 0 && process.emit("uncaughtException", error, event);
}
Object.defineProperty(prototype, "constructor", { value: function process() {}, writable: true, configurable: true });

exports.process = process;
