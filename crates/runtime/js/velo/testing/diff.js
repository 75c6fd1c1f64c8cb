/**
 * What differs between two texts, line by line.
 */

/** Above this many lines only the first difference is shown: the table would be too large. */
const LINES_MAX = 1000;
/** Equal lines kept around a difference. */
const CONTEXT = 3;

/** @param {string[]} a @param {string[]} b @returns {string[]} lines with `- `, `+ ` or two spaces in front */
function compare(a, b) {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] = a[i] === b[j] ? table[(i + 1) * width + j + 1] + 1 : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i++]}`);
      j++;
    } else if (j >= b.length || (i < a.length && table[(i + 1) * width + j] >= table[i * width + j + 1])) {
      lines.push(`- ${a[i++]}`);
    } else {
      lines.push(`+ ${b[j++]}`);
    }
  }
  return lines;
}

/** Leaves out what is equal and far from any difference. */
function shorten(lines) {
  const near = lines.map(() => false);
  lines.forEach((line, at) => {
    if (line[0] === " ") return;
    for (let i = Math.max(0, at - CONTEXT); i <= at + CONTEXT && i < lines.length; i++) near[i] = true;
  });
  const kept = [];
  lines.forEach((line, at) => {
    if (near[at]) kept.push(line);
    else if (at === 0 || near[at - 1]) kept.push("  ..");
  });
  return kept;
}

/**
 * @param {string} expected @param {string} received
 * @returns {string} expected lines with `-`, received ones with `+`
 */
exports.diff = function diff(expected, received) {
  const [a, b] = [expected.split("\n"), received.split("\n")];
  if (a.length > LINES_MAX || b.length > LINES_MAX) {
    let at = 0;
    while (a[at] === b[at]) at++;
    return [`  .. ${at} equal lines`, `- ${a[at] ?? ""}`, `+ ${b[at] ?? ""}`, "  .."].join("\n");
  }
  return shorten(compare(a, b)).join("\n");
};
