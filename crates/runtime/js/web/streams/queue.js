/** A queue of values with sizes. What was taken out is forgotten in portions, so that both ends cost little. */

const PORTION = 512;

exports.SizedQueue = class SizedQueue {
  /** Values and their sizes in turn. @type {any[]} */
  #items = [];
  #head = 0;
  /** The sum of the sizes. */
  total = 0;

  get isEmpty() {
    return this.#head === this.#items.length;
  }

  /** How many values there are. */
  get count() {
    return (this.#items.length - this.#head) / 2;
  }

  push(value, size) {
    const { length } = this.#items;
    this.#items[length] = value;
    this.#items[length + 1] = size;
    this.total += size;
  }

  /** The first value stays where it is. */
  peek() {
    return this.#items[this.#head];
  }

  shift() {
    const items = this.#items;
    const head = this.#head;
    const value = items[head];
    // Rounding may leave less than nothing.
    const total = this.total - items[head + 1];
    items[head] = items[head + 1] = undefined;
    this.#head = head + 2;
    if (this.#head === items.length) {
      this.#items = [];
      this.#head = 0;
    } else if (this.#head >= PORTION && this.#head * 2 >= items.length) {
      let to = 0;
      for (let i = this.#head; i < items.length; i++) items[to++] = items[i];
      items.length = to;
      this.#head = 0;
    }
    this.total = total < 0 ? 0 : total;
    return value;
  }

  /** The first value has become smaller. */
  shrinkFirst(by) {
    this.#items[this.#head + 1] -= by;
    this.total -= by;
  }

  clear() {
    this.#items = [];
    this.#head = 0;
    this.total = 0;
  }
};

/** A plain queue, for requests that wait. */
exports.Queue = class Queue {
  #items = [];
  #head = 0;

  get length() {
    return this.#items.length - this.#head;
  }

  push(value) {
    this.#items[this.#items.length] = value;
  }

  peek() {
    return this.#items[this.#head];
  }

  shift() {
    const items = this.#items;
    const value = items[this.#head];
    items[this.#head++] = undefined;
    if (this.#head === items.length) {
      items.length = 0;
      this.#head = 0;
    } else if (this.#head >= PORTION && this.#head * 2 >= items.length) {
      let to = 0;
      for (let i = this.#head; i < items.length; i++) items[to++] = items[i];
      items.length = to;
      this.#head = 0;
    }
    return value;
  }

  /** @returns {any[]} everything, which is taken out */
  takeAll() {
    const all = [];
    while (this.length > 0) all[all.length] = this.shift();
    return all;
  }
};
