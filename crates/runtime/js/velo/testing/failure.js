/**
 * A failed expectation: a message, and what differs. The stack begins at the line of the test, since
 * shipped files have no frames in it.
 */

const { print } = require("velo/testing/print");
const { diff } = require("velo/testing/diff");
const { isAsymmetric } = require("velo/testing/asymmetric");

class AssertionError extends Error {
  constructor(message, details) {
    super(message);
    Object.assign(this, details);
  }
}
Object.defineProperty(AssertionError.prototype, "name", { value: "AssertionError", writable: true, configurable: true });

exports.AssertionError = AssertionError;

/** Longer texts are compared line by line rather than shown. */
const SHORT = 60;
/** Deeper values are shown as they are. */
const DEPTH_MAX = 20;

const isShort = (text) => text.length <= SHORT && !text.includes("\n");

const isPlain = (value) => value !== null && typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** What was received, with what stands for it in its place where that holds: no difference then. */
function align(received, expected, depth = 0) {
  if (isAsymmetric(expected)) return expected.asymmetricMatch(received) ? expected : received;
  if (depth > DEPTH_MAX) return received;
  if (Array.isArray(received) && Array.isArray(expected)) return received.map((one, index) => align(one, expected[index], depth + 1));
  if (!isPlain(received) || !isPlain(expected)) return received;
  const entries = Object.keys(received).map((key) => [key, Object.hasOwn(expected, key) ? align(received[key], expected[key], depth + 1) : received[key]]);
  return Object.fromEntries(entries);
}

/**
 * @param {string} call as `expect(received).toBe(expected)`
 * @param {unknown} expected @param {unknown} received
 * @param {string} [note]
 * @returns {AssertionError}
 */
exports.differs = function differs(call, expected, received, note = "") {
  const [wanted, got] = [print(expected), print(align(received, expected))];
  let text;
  if (wanted === got) text = `expected and received both read ${wanted}, but they are not the same${note ? "" : " value"}`;
  else if (isShort(wanted) && isShort(got)) text = `expected: ${wanted}\nreceived: ${got}`;
  else text = `- expected\n+ received\n\n${diff(wanted, got)}`;
  return new AssertionError(`${call}\n\n${note ? `${note}\n` : ""}${text}`, { expected: wanted, actual: got });
};

/**
 * @param {string} call
 * @param {...string} lines
 * @returns {AssertionError}
 */
exports.fails = (call, ...lines) => new AssertionError(`${call}\n\n${lines.join("\n")}`, {});
