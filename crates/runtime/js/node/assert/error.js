/**
 * AssertionError: what an assertion throws, with a message that shows what differs.
 */

const { checkOptions } = require("node/validate");
const { inspectFully, differences } = require("node/assert/difference");

const { captureStackTrace } = /** @type {any} */ (Error);

const READABLE = {
  __proto__: null,
  deepStrictEqual: "Expected values to be strictly deep-equal:",
  partialDeepStrictEqual: "Expected values to be partially and strictly deep-equal:",
  strictEqual: "Expected values to be strictly equal:",
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: "Expected values to be loosely deep-equal:",
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: "Values have same structure but are not reference-equal:",
  notDeepEqualUnequal: "Expected values not to be loosely deep-equal:",
};
/** More lines than this are cut, as are texts longer than that. */
const LINES_MAX = 50;
const TEXT_MAX = 512;

function isObject(value) {
  return value !== null && (typeof value === "object" || typeof value === "function");
}

function cut(text, max) {
  return text.length > max ? `${text.slice(0, max - 3)}...` : text;
}

/** What is wrong with values that should differ and do not. */
function sameMessage(actual, operator) {
  const base = READABLE[operator === "notStrictEqual" && isObject(actual) ? "notStrictEqualObject" : operator];
  const lines = inspectFully(actual).split("\n");
  if (lines.length > LINES_MAX) lines.splice(LINES_MAX - 4, lines.length, "...");
  if (lines.length === 1) return `${base}${lines[0].length > 5 ? "\n\n" : " "}${lines[0]}`;
  return `${base}\n\n${lines.join("\n")}\n`;
}

/** For the loose and all other operators: both values. */
function bothMessage(actual, expected, operator) {
  const left = inspectFully(actual);
  const right = inspectFully(expected);
  if (operator === "notDeepEqual" && left === right) return cut(`${READABLE.notDeepEqual}\n\n${left}`, 1024);
  const a = cut(left, TEXT_MAX);
  const b = cut(right, TEXT_MAX);
  if (operator === "deepEqual") return `${READABLE.deepEqual}\n\n${a}\n\nshould loosely deep-equal\n\n${b}`;
  if (operator === "notDeepEqual") return `${READABLE.notDeepEqualUnequal}\n\n${a}\n\nshould not loosely deep-equal\n\n${b}`;
  return `${a} ${operator} ${b}`;
}

/** An error without its stack, which says nothing about what differs. */
function withoutStack(value) {
  if (!(value instanceof Error)) return value;
  const copy = Object.assign(Object.create(Object.getPrototypeOf(value)), value);
  Object.defineProperty(copy, "message", { value: value.message });
  if (Object.hasOwn(value, "cause")) copy.cause = withoutStack(value.cause);
  return copy;
}

function messageFor(actual, expected, operator, custom) {
  if (operator === "strictEqual" || operator === "deepStrictEqual" || operator === "partialDeepStrictEqual") {
    const isByReference = operator === "strictEqual" && ((typeof actual === "object" && actual !== null && typeof expected === "object" && expected !== null) || (typeof actual === "function" && typeof expected === "function"));
    return differences(withoutStack(actual), withoutStack(expected), isByReference ? "strictEqualObject" : operator, READABLE, custom);
  }
  if (operator === "notDeepStrictEqual" || operator === "notStrictEqual") return sameMessage(withoutStack(actual), operator);
  return bothMessage(withoutStack(actual), withoutStack(expected), operator);
}

/** For `inspect`: long texts are cut. */
function shortened(value) {
  if (typeof value !== "string") return value;
  const lines = value.split(/(?<=\n)/);
  const text = lines.length > 10 ? `${lines.slice(0, 10).join("")}...` : value;
  return text.length > TEXT_MAX ? `${text.slice(0, 488)}...` : text;
}

class AssertionError extends Error {
  /**
   * @param {{message?: unknown, actual?: unknown, expected?: unknown, operator?: string, stackStartFn?: Function}} options
   */
  constructor(options) {
    checkOptions(options);
    const { message, operator, actual, expected } = options;
    const hasDifferences = operator === "deepStrictEqual" || operator === "partialDeepStrictEqual" || operator === "strictEqual";
    if (message !== undefined && message !== null) super(hasDifferences ? messageFor(actual, expected, operator, String(message)) : String(message));
    else super(messageFor(actual, expected, operator, undefined));
    this.generatedMessage = !message;
    Object.defineProperty(this, "name", { __proto__: null, value: "AssertionError", enumerable: false, writable: true, configurable: true });
    this.code = "ERR_ASSERTION";
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    // Begins where the assertion was called.
    captureStackTrace?.(this, options.stackStartFn ?? options.stackStartFunction);
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    const { actual, expected } = this;
    try {
      this.actual = shortened(actual);
      this.expected = shortened(expected);
      return inspect(this, { ...options, customInspect: false, depth: 0 });
    } finally {
      this.actual = actual;
      this.expected = expected;
    }
  }
}

exports.AssertionError = AssertionError;
