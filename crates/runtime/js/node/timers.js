/**
 * The module `timers`: the globals, and what waits by promises.
 */

const timers = require("web/timers");

for (const name of ["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval", "clearImmediate"]) exports[name] = timers[name];
Object.defineProperty(exports, "promises", { get: () => require("node/timers/promises"), enumerable: true, configurable: true });

// Loaded with it: `promisify(timers.setTimeout)` works without `util` having been loaded before.
require("node/util");
