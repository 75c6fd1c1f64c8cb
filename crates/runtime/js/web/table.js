/**
 * console.table: rows and columns in boxes.
 */

const { inspect } = require("web/inspect");

/** More rows than this are cut: a log is not a dump. */
const ROWS_MAX = 1000;

function cell(value) {
  const depth = value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 2 ? -1 : 0;
  return inspect(value, { maxArrayLength: 3, breakLength: Infinity, depth });
}

function line(widths, left, middle, right) {
  return left + widths.map((width) => "─".repeat(width + 2)).join(middle) + right;
}

function centred(text, width) {
  const before = Math.floor((width - text.length) / 2);
  return " ".repeat(before + 1) + text + " ".repeat(width - text.length - before + 1);
}

/** @param {string[]} head @param {string[][]} rows */
function draw(head, rows) {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const boxed = (row) => `│${row.map((text, i) => centred(text, widths[i])).join("│")}│`;
  return [line(widths, "┌", "┬", "┐"), boxed(head), line(widths, "├", "┼", "┤"), ...rows.map(boxed), line(widths, "└", "┴", "┘")].join("\n");
}

/** @returns {[string, unknown][]} index and row */
function rowsOf(data) {
  if (data instanceof Map) return [...data].slice(0, ROWS_MAX).map(([key, value], i) => [`${i}`, { Key: key, Values: value }]);
  if (data instanceof Set) return [...data].slice(0, ROWS_MAX).map((value, i) => [`${i}`, value]);
  return Object.keys(data).slice(0, ROWS_MAX).map((key) => [key, data[key]]);
}

const isRecord = (value) => value !== null && (typeof value === "object" || typeof value === "function");

/**
 * @param {any} data an object
 * @param {string[]} [wanted] columns
 * @returns {string}
 */
exports.table = function table(data, wanted = undefined) {
  const rows = rowsOf(data);
  const columns = wanted ?? [...new Set(rows.flatMap(([, row]) => (isRecord(row) ? Object.keys(row) : [])))];
  const hasValues = rows.some(([, row]) => !isRecord(row));
  const isIterated = data instanceof Map || data instanceof Set;
  const head = [isIterated ? "(iteration index)" : "(index)", ...columns, ...(hasValues ? ["Values"] : [])];
  const cells = rows.map(([index, row]) => [
    index,
    ...columns.map((column) => (isRecord(row) && Object.hasOwn(row, column) ? cell(row[column]) : "")),
    ...(hasValues ? [isRecord(row) ? "" : cell(row)] : []),
  ]);
  return draw(head, cells);
};
