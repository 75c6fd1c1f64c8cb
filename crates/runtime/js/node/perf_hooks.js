/**
 * The module `perf_hooks`: the clock and its entries. Nothing is measured unless somebody marks it, so
 * an observer hears of marks and measures only.
 */

const web = require("web/performance");
const { notAvailable } = require("node/absent");
const { checkFunction, checkInteger } = require("node/validate");

exports.performance = web.performance;
exports.Performance = web.Performance;
exports.PerformanceEntry = web.PerformanceEntry;
exports.PerformanceMark = web.PerformanceMark;
exports.PerformanceMeasure = web.PerformanceMeasure;

class PerformanceObserver {
  #callback;
  #types = new Set();
  #entries = [];
  #isDue = false;

  constructor(callback) {
    checkFunction(callback, "callback");
    this.#callback = callback;
  }

  static get supportedEntryTypes() {
    return ["mark", "measure"];
  }

  observe({ entryTypes, type } = {}) {
    for (const name of entryTypes ?? [type]) this.#types.add(name);
    web.observe(this, (entry) => this.#came(entry));
  }

  #came(entry) {
    if (!this.#types.has(entry.entryType)) return;
    this.#entries.push(entry);
    if (this.#isDue) return;
    this.#isDue = true;
    require("web/timers").setImmediate(() => {
      this.#isDue = false;
      const entries = this.takeRecords();
      if (entries.length > 0) this.#callback(listOf(entries), this);
    });
  }

  takeRecords() {
    return this.#entries.splice(0);
  }

  disconnect() {
    this.#types.clear();
    web.observe(this, undefined);
  }
}

function listOf(entries) {
  return {
    getEntries: () => [...entries],
    getEntriesByName: (name, type) => entries.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type)),
    getEntriesByType: (type) => entries.filter((entry) => entry.entryType === type),
  };
}

exports.PerformanceObserver = PerformanceObserver;
exports.constants = Object.freeze({
  NODE_PERFORMANCE_GC_MAJOR: 4,
  NODE_PERFORMANCE_GC_MINOR: 1,
  NODE_PERFORMANCE_GC_INCREMENTAL: 8,
  NODE_PERFORMANCE_GC_WEAKCB: 16,
});

/** Values one by one; at most so many are kept that memory stays small. */
const VALUES_MAX = 10_000;

class RecordableHistogram {
  #values = [];
  #count = 0;
  #exceeds = 0;

  record(value) {
    if (typeof value !== "bigint") checkInteger(value, "val", 1);
    this.#count++;
    if (this.#values.length < VALUES_MAX) this.#values.push(Number(value));
    else this.#values[this.#count % VALUES_MAX] = Number(value);
  }

  get count() {
    return this.#count;
  }

  get exceeds() {
    return this.#exceeds;
  }

  get min() {
    return this.#values.length === 0 ? 2 ** 63 : Math.min(...this.#values);
  }

  get max() {
    return this.#values.length === 0 ? 0 : Math.max(...this.#values);
  }

  get mean() {
    return this.#values.reduce((sum, value) => sum + value, 0) / this.#values.length;
  }

  get stddev() {
    const { mean } = this;
    return Math.sqrt(this.#values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / this.#values.length);
  }

  percentile(percentile) {
    const sorted = [...this.#values].sort((a, b) => a - b);
    return sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((percentile / 100) * sorted.length) - 1))];
  }

  get percentiles() {
    return new Map([0, 50, 75, 87.5, 93.75, 100].map((percentile) => [percentile, this.percentile(percentile)]));
  }

  reset() {
    this.#values = [];
    this.#count = 0;
    this.#exceeds = 0;
  }
}

exports.createHistogram = () => new RecordableHistogram();
exports.monitorEventLoopDelay = () => {
  throw notAvailable("perf_hooks", "monitorEventLoopDelay");
};
