/**
 * process.nextTick: callbacks that run when the running piece of work has ended and before promises
 * react, in their order. What asks for one while promises react comes among these.
 */

const { invalidArgType } = require("node/errors");
const { then } = Promise.prototype;
const settled = Promise.resolve();
const { apply } = Reflect;

/** Places and values of the mailbox; as in `mailbox.rs`. */
const TICK_STATE = 4;
const MAY_TICK = 1;
const TICKS = 2;
const { mailbox } = native;

/** @type {{callback: Function, args: unknown[]}[]} */
let queue = [];
let isDue = false;

/** What a callback throws is an error of its own: those after it run all the same. */
function run() {
  isDue = false;
  while (queue.length > 0) {
    const ticks = queue;
    queue = [];
    for (let i = 0; i < ticks.length; i++) {
      const { callback, args } = ticks[i];
      try {
        apply(callback, undefined, args);
      } catch (error) {
        queue = [...ticks.slice(i + 1), ...queue];
        if (queue.length > 0) schedule();
        throw error;
      }
    }
  }
}

function schedule() {
  if (mailbox[TICK_STATE] === MAY_TICK) {
    mailbox[TICK_STATE] = TICKS;
  } else if (!isDue && mailbox[TICK_STATE] !== TICKS) {
    isDue = true;
    apply(then, settled, [run]);
  }
}
native.onTicks(run);

/** Set once somebody follows work from callback to callback (`node/async_hooks/context.js`). */
let bind = (callback) => callback;
exports.follow = (given) => {
  bind = given;
};

/** @param {(...args: any[]) => void} callback */
exports.nextTick = function nextTick(callback, ...args) {
  if (typeof callback !== "function") throw invalidArgType("callback", "function", callback);
  queue.push({ callback: bind(callback), args });
  schedule();
};
