/**
 * console. Each call makes one log line; where it was called from, the server finds in the raw stack.
 */

const { format } = require("web/format");
const { inspect } = require("web/inspect");

/** Levels of `native.log`. */
const LEVEL = { debug: 0, info: 1, warn: 2, error: 3 };
/** Groups deeper than this are indented no further; more labels than this are not kept. */
const INDENT_MAX = 40;
const LABELS_MAX = 1000;

let indent = "";
/** @type {Map<string, number>} */
const counts = new Map();
/** @type {Map<string, number>} milliseconds at the start */
const timers = new Map();

/** Never throws: a log line must not change what a program does. */
function write(level, make, isTrace = false) {
  const { stack } = new Error();
  let text;
  try {
    text = make();
  } catch {
    text = "(a value that cannot be shown)";
  }
  if (isTrace) text += `\n${traceFrames()}`;
  native.log(level, indent === "" ? text : indent + text.replaceAll("\n", `\n${indent}`), stack);
}

function traceFrames() {
  const { stack } = require("velo/stack");
  const lines = String(stack(new Error("trace"))).split("\n");
  return lines.slice(1).join("\n");
}

function duration(ms) {
  if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(3)}s`;
  return `${Math.floor(ms / 60_000)}:${((ms % 60_000) / 1000).toFixed(3).padStart(6, "0")} (m:ss.mmm)`;
}

function label(given) {
  return given === undefined ? "default" : `${given}`;
}

function elapsed(name, args, ends) {
  const began = timers.get(name);
  if (began === undefined) return write(LEVEL.warn, () => `Warning: No such label '${name}' for console.time${ends ? "End" : "Log"}()`);
  if (ends) timers.delete(name);
  const ms = native.monotonic() - began;
  write(LEVEL.info, () => `${name}: ${duration(ms)}${args.length > 0 ? ` ${format(["", ...args]).slice(1)}` : ""}`);
}

const console = {
  log(...args) {
    write(LEVEL.info, () => format(args));
  },
  warn(...args) {
    write(LEVEL.warn, () => format(args));
  },
  dir(value, options) {
    write(LEVEL.info, () => inspect(value, { customInspect: false, ...options }));
  },
  time(name) {
    const key = label(name);
    if (timers.has(key)) return write(LEVEL.warn, () => `Warning: Label '${key}' already exists for console.time()`);
    if (timers.size < LABELS_MAX) timers.set(key, native.monotonic());
  },
  timeEnd(name) {
    elapsed(label(name), [], true);
  },
  timeLog(name, ...args) {
    elapsed(label(name), args, false);
  },
  trace(...args) {
    write(LEVEL.debug, () => (args.length > 0 ? `Trace: ${format(args)}` : "Trace"), true);
  },
  assert(condition, ...args) {
    if (condition) return;
    write(LEVEL.warn, () => {
      if (typeof args[0] === "string") return format([`Assertion failed: ${args[0]}`, ...args.slice(1)]);
      return args.length > 0 ? format(["Assertion failed:", ...args]) : "Assertion failed";
    });
  },
  clear() {},
  count(name) {
    const key = label(name);
    const count = (counts.get(key) ?? 0) + 1;
    if (counts.has(key) || counts.size < LABELS_MAX) counts.set(key, count);
    write(LEVEL.info, () => `${key}: ${count}`);
  },
  countReset(name) {
    const key = label(name);
    if (!counts.delete(key)) write(LEVEL.warn, () => `Warning: Count for '${key}' does not exist`);
  },
  group(...args) {
    if (args.length > 0) console.log(...args);
    if (indent.length < INDENT_MAX) indent += "  ";
  },
  groupEnd() {
    indent = indent.slice(0, -2);
  },
  table(data, columns) {
    if (data === null || typeof data !== "object") return write(LEVEL.info, () => format([data]));
    write(LEVEL.info, () => require("web/table").table(data, columns));
  },
  debug(...args) {
    write(LEVEL.debug, () => format(args));
  },
  info(...args) {
    write(LEVEL.info, () => format(args));
  },
  dirxml(...args) {
    write(LEVEL.info, () => format(args));
  },
  error(...args) {
    write(LEVEL.error, () => format(args));
  },
};
console.groupCollapsed = console.group;
// No argument is required, and `length` says so (Web IDL).
for (const method of Object.values(console)) Object.defineProperty(method, "length", { value: 0, configurable: true });
// A namespace object (Console, 1): between it and Object.prototype is an object without properties.
Object.setPrototypeOf(console, {});
Object.defineProperty(console, Symbol.toStringTag, { value: "console", configurable: true });

exports.console = console;
