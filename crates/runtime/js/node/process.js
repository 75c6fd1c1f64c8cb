/**
 * The global `process`: as much of it as libraries look at. Events are accepted and never come.
 */

const { queueMicrotask } = require("web/microtask");
const { invalidArgType } = require("node/errors");

/** What libraries compare with: the Node whose behaviour is followed. */
const NODE_VERSION = "20.20.2";

const began = native.monotonic();
let env;

function quiet() {
  return process;
}

function hrtime(previous = undefined) {
  const ms = native.monotonic();
  let seconds = Math.floor(ms / 1000);
  let nanoseconds = Math.round((ms % 1000) * 1e6);
  if (previous !== undefined) {
    if (!Array.isArray(previous)) throw invalidArgType("time", "Array", previous);
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

const process = {
  title: "velodrome",
  version: `v${NODE_VERSION}`,
  versions: { node: NODE_VERSION },
  arch: "x64",
  platform: "linux",
  release: { name: "node" },
  argv: ["velodrome"],
  argv0: "velodrome",
  execArgv: [],
  execPath: "velodrome",
  pid: 1,
  ppid: 0,
  exitCode: undefined,
  config: {},
  features: {},

  /** Only what the site's configuration names. Changes stay in this VM. */
  get env() {
    env ??= native.env();
    return env;
  },
  set env(value) {
    env = value;
  },

  /** Runs before promise reactions in Node; here among them, in order. */
  nextTick(callback, ...args) {
    if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
    queueMicrotask(args.length === 0 ? callback : () => callback(...args));
  },

  exit(code = process.exitCode) {
    native.exit(Number(code ?? 0) || 0);
  },
  abort() {
    native.exit(134);
  },
  cwd: () => "/",
  umask: () => 0o22,
  uptime: () => (native.monotonic() - began) / 1000,
  hrtime,

  /** The engine does not say; zeros rather than a missing function. */
  memoryUsage: Object.assign(() => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }), { rss: () => 0 }),
  cpuUsage: () => ({ user: 0, system: 0 }),

  emitWarning(warning, type = "Warning") {
    const name = typeof type === "string" ? type : (type?.type ?? "Warning");
    const text = warning instanceof Error ? `${warning.name}: ${warning.message}` : `${name}: ${warning}`;
    native.log(2, text, new Error().stack);
  },

  on: quiet,
  once: quiet,
  off: quiet,
  addListener: quiet,
  prependListener: quiet,
  prependOnceListener: quiet,
  removeListener: quiet,
  removeAllListeners: quiet,
  setMaxListeners: quiet,
  emit: () => false,
  listeners: () => [],
  listenerCount: () => 0,
  setUncaughtExceptionCaptureCallback: quiet,
};
Object.defineProperty(process, Symbol.toStringTag, { value: "process", configurable: true });

exports.process = process;
