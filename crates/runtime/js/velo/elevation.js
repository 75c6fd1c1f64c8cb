/**
 * Whether the code that runs now was called through `elevate`: then what it asks of the site's data
 * is not held against permissions.
 *
 * The mark holds while the elevated function runs, not after its first `await`: other requests may
 * run there. What is made under the mark and used later (a query, say) has to remember it itself.
 */

const { apply } = Reflect;
let depth = 0;

/** @returns {boolean} */
exports.isElevated = function isElevated() {
  return depth > 0;
};

/**
 * Calls a function with permissions lifted.
 * @param {Function} fn
 * @param {unknown} self its `this`
 * @param {unknown[]} args
 * @returns {unknown} what it returned
 */
exports.run = function run(fn, self, args) {
  depth++;
  try {
    return apply(fn, self, args);
  } finally {
    depth--;
  }
};
