/**
 * performance: the clock, and marks and measures that are kept only for whoever asks for them.
 */

const { EventTarget } = require("web/event_target");
const { expose } = require("web/idl");
const { invalidArgType } = require("node/errors");
const { DOMException } = require("web/dom_exception");

/** More entries than this push out the oldest: nothing may grow for the life of a VM. */
const ENTRIES_MAX = 1000;

const origin = native.monotonic();
const timeOrigin = native.now();

/** Who wants to hear of new entries. @type {Map<object, (entry: PerformanceEntry) => void>} */
const observers = new Map();
exports.observe = function observe(observer, tell) {
  if (tell === undefined) observers.delete(observer);
  else observers.set(observer, tell);
};

class PerformanceEntry {
  constructor(name, entryType, startTime, duration, detail) {
    this.name = name;
    this.entryType = entryType;
    this.startTime = startTime;
    this.duration = duration;
    this.detail = detail;
  }

  toJSON() {
    return { ...this };
  }
}
class PerformanceMark extends PerformanceEntry {}
class PerformanceMeasure extends PerformanceEntry {}
for (const Entry of [PerformanceEntry, PerformanceMark, PerformanceMeasure]) expose(Entry);

class Performance extends EventTarget {
  /** @type {PerformanceEntry[]} */
  #entries = [];

  get timeOrigin() {
    void this.#entries;
    return timeOrigin;
  }

  /** @returns {number} milliseconds since `timeOrigin` */
  now() {
    void this.#entries;
    return native.monotonic() - origin;
  }

  #add(entry) {
    for (const tell of observers.values()) tell(entry);
    if (this.#entries.length >= ENTRIES_MAX) this.#entries.shift();
    this.#entries.push(entry);
    return entry;
  }

  mark(name, options = undefined) {
    const at = options?.startTime ?? this.now();
    return this.#add(new PerformanceMark(`${name}`, "mark", at, 0, options?.detail ?? null));
  }

  #timeOf(mark) {
    if (typeof mark === "number") return mark;
    const found = this.#entries.findLast((entry) => entry.entryType === "mark" && entry.name === mark);
    if (found === undefined) throw new DOMException(`The "${mark}" performance mark has not been set`, "SyntaxError");
    return found.startTime;
  }

  measure(name, startOrOptions = undefined, endMark = undefined) {
    const isObject = startOrOptions !== null && typeof startOrOptions === "object";
    const { start, end, duration, detail = null } = isObject ? startOrOptions : { start: startOrOptions, end: endMark };
    let to = end === undefined ? undefined : this.#timeOf(end);
    const from = start !== undefined ? this.#timeOf(start) : to !== undefined && duration !== undefined ? to - duration : 0;
    to ??= duration !== undefined ? from + duration : this.now();
    return this.#add(new PerformanceMeasure(`${name}`, "measure", from, to - from, detail));
  }

  getEntries() {
    return [...this.#entries].sort((a, b) => a.startTime - b.startTime);
  }

  getEntriesByName(name, type = undefined) {
    return this.getEntries().filter((entry) => entry.name === name && (type === undefined || entry.entryType === type));
  }

  getEntriesByType(type) {
    return this.getEntries().filter((entry) => entry.entryType === type);
  }

  #clear(type, name) {
    this.#entries = this.#entries.filter((entry) => entry.entryType !== type || (name !== undefined && entry.name !== name));
  }

  clearMarks(name = undefined) {
    this.#clear("mark", name);
  }

  clearMeasures(name = undefined) {
    this.#clear("measure", name);
  }

  /** Calls `fn` unchanged: nobody observes functions here. */
  timerify(fn) {
    if (typeof fn !== "function") throw invalidArgType("fn", "function", fn);
    return fn;
  }

  toJSON() {
    void this.#entries;
    return { timeOrigin };
  }
}
expose(Performance);

/** Node has these on `performance`, and packages read them. */
Object.defineProperties(Performance.prototype, {
  nodeTiming: { get: () => ({ name: "node", entryType: "node", startTime: 0, duration: native.monotonic() - origin }), configurable: true },
  eventLoopUtilization: { value: () => ({ idle: 0, active: 0, utilization: 0 }), writable: true, configurable: true },
});

Object.assign(exports, { PerformanceEntry, PerformanceMark, PerformanceMeasure });
exports.Performance = Performance;
exports.performance = new Performance();
