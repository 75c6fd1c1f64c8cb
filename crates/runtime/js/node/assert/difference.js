/**
 * Two values as text, line by line: `+` is only in the actual value, `-` only in the expected one.
 * Lines are compared at their places; long stretches of equal lines are left out.
 */

const LINES_MAX = 50;
/** Values that are shorter than this together are shown on one line. */
const SHORT = 12;
const LINE_LENGTH = 80;
const LEFT_OUT = "...";

/** @param {unknown} value */
exports.inspectFully = function inspectFully(value) {
  const { inspect } = require("node/util/inspect");
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    maxStringLength: null,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
};

/** Takes the equal lines at the end off both lists; gives those that are to be shown. */
function takeEnding(actual, expected) {
  const shown = [];
  let count = 0;
  let first = "";
  while (actual.length > 0 && expected.length > 0 && actual[actual.length - 1] === expected[expected.length - 1]) {
    const line = actual.pop();
    expected.pop();
    if (count++ < 3) shown.unshift(`  ${line}`);
    else first = `  ${line}`;
  }
  const isCut = count >= 5;
  if (isCut) shown.unshift(LEFT_OUT);
  if (first !== "") shown.unshift(first);
  return { shown, isCut };
}

/** Lines of one object may differ from those of another only in the comma that follows a member. */
function sameLine(a, b) {
  return a === b || (a.endsWith(",") && a.slice(0, -1) === b) || (b.endsWith(",") && b.slice(0, -1) === a);
}

class Rows {
  rows = [];
  /** Lines of the expected value that wait for those of the actual one. */
  missing = [];
  isCut = false;
  printed = 0;
  #last = 0;

  #push(row) {
    this.rows.push(row);
    this.printed++;
  }

  /** Shows what lies between this place and the last change, or only the end of it. */
  #between(lines, at) {
    const gap = at - this.#last;
    if (gap > 1 && at > 2) {
      if (gap > 5) {
        this.rows.push(LEFT_OUT);
        this.isCut = true;
      }
      for (let i = gap > 5 ? at - 2 : this.#last + 2; i < at; i++) this.#push(`  ${lines[i]}`);
    }
    this.#last = at;
  }

  changed(actual, expected, at) {
    this.#between(at < actual.length ? actual : expected, at);
    if (at < actual.length) this.#push(`+ ${actual[at]}`);
    if (at < expected.length) {
      this.missing.push(`- ${expected[at]}`);
      this.printed++;
    }
  }

  equal(line, at) {
    this.rows.push(...this.missing.splice(0));
    if (at - this.#last === 1 || at === 0) this.#push(`  ${line}`);
  }
}

/** Values of one line each: next to each other, or with a mark where texts part. */
function oneLine(actual, expected, a, b, operator) {
  const length = a.length + b.length;
  const isPlain = (value) => value === null || (typeof value !== "object" && typeof value !== "function");
  if (length <= SHORT && isPlain(actual) && isPlain(expected) && (actual !== 0 || expected !== 0)) return { whole: `${a} !== ${b}` };
  if (typeof actual !== "string" || typeof expected !== "string" || length >= LINE_LENGTH) return {};
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return same > 2 ? { mark: `${" ".repeat(same + 2)}^` } : {};
}

/** The message for values that look alike and are not the same. */
function alike(lines, readable) {
  const shown = lines.length > LINES_MAX ? [...lines.slice(0, LINES_MAX - 4), LEFT_OUT] : lines;
  return `${readable.notIdentical}\n\n${shown.join("\n")}\n`;
}

/**
 * @param {string} operator a key of `readable`
 * @param {Record<string, string>} readable what the operators say
 * @param {string} [custom] the message that somebody gave
 * @returns {string}
 */
exports.differences = function differences(actual, expected, operator, readable, custom) {
  const actualLines = exports.inspectFully(actual).split("\n");
  const expectedLines = exports.inspectFully(expected).split("\n");
  const heading = custom ?? readable[operator];
  let mark = "";
  if (actualLines.length === 1 && expectedLines.length === 1 && actualLines[0] !== expectedLines[0]) {
    const one = oneLine(actual, expected, actualLines[0], expectedLines[0], operator);
    if (one.whole !== undefined) return `${heading}\n\n${one.whole}\n`;
    mark = one.mark === undefined ? "" : `\n${one.mark}`;
  }
  const all = [...actualLines];
  const { shown, isCut } = takeEnding(actualLines, expectedLines);
  const count = Math.max(actualLines.length, expectedLines.length);
  if (count === 0) return alike(all, readable);
  const rows = new Rows();
  const title = (isSkipping) => `${heading}\n+ actual - expected${isSkipping ? " ... Lines skipped" : ""}\n\n`;
  for (let i = 0; i < count; i++) {
    const isEqual = i < actualLines.length && i < expectedLines.length && sameLine(actualLines[i], expectedLines[i]);
    if (!isEqual) rows.changed(actualLines, expectedLines, i);
    else rows.equal(actualLines[i].endsWith(",") ? actualLines[i] : expectedLines[i], i);
    if (rows.printed > LINES_MAX && i < count - 2) {
      return `${title(true)}${[...rows.rows, LEFT_OUT, ...rows.missing, LEFT_OUT].join("\n")}`;
    }
  }
  return `${title(rows.isCut || isCut)}${[...rows.rows, ...rows.missing, ...shown].join("\n")}${mark}`;
};
