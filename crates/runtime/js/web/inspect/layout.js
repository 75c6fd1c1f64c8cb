/**
 * Puts the shown members of one object onto lines: all on one where they are short and flat, in
 * columns for long arrays of short items, else one per line. The rules are those of Node's output.
 */

/** A character is about this much higher than wide; columns make the block look square. */
const HEIGHT_TO_WIDTH = 2.5;
const COLUMNS_MAX = 15;
/** Arrays longer than this may be put into columns. */
const GROUPED_FROM = 7;

/** How many columns suit items of these widths; 1 for none. */
function columnsFor(context, widths, total, widest) {
  const cell = widest + 2;
  const fits = cell * 3 + context.indentation < context.breakLength;
  const even = total / cell > 5 || widest <= 6;
  if (!fits || !even) return 1;
  const bias = Math.sqrt(cell - total / widths.length);
  const biased = Math.max(cell - 3 - bias, 1);
  return Math.min(
    Math.round(Math.sqrt(HEIGHT_TO_WIDTH * biased * widths.length) / biased),
    Math.floor((context.breakLength - context.indentation) / cell),
    context.compact * 4,
    COLUMNS_MAX,
  );
}

/**
 * @param {string[]} items
 * @param {boolean} hasMore the last one only says how many more there are
 * @param {boolean} toTheRight numbers line up at their right ends
 * @returns {string[]} rows, or the items themselves
 */
function group(context, items, hasMore, toTheRight) {
  const count = hasMore ? items.length - 1 : items.length;
  const widths = items.slice(0, count).map(widthOf);
  const total = widths.reduce((sum, width) => sum + width + 2, 0);
  const columns = columnsFor(context, widths, total, Math.max(...widths));
  if (columns <= 1) return items;
  const columnWidths = [];
  for (let column = 0; column < columns; column++) {
    let width = 0;
    for (let i = column; i < count; i += columns) width = Math.max(width, widths[i]);
    columnWidths.push(width + 2);
  }
  const rows = [];
  for (let start = 0; start < count; start += columns) {
    const end = Math.min(start + columns, count);
    let row = "";
    for (let i = start; i < end; i++) {
      const isLast = i === end - 1;
      const width = columnWidths[i - start];
      const padding = " ".repeat(width - widths[i] - 2);
      if (toTheRight) row += isLast ? padding + items[i] : `${padding}${items[i]}, `;
      else row += isLast ? items[i] : `${items[i]}, ${padding}`;
    }
    rows.push(row);
  }
  if (hasMore) rows.push(items[count]);
  return rows;
}

function widthOf(text) {
  // Sequences that only colour a terminal take no room.
  return text.includes("\u001b") ? text.replace(/\u001b\[\d+m/g, "").length : text.length;
}

/** `compact: true`: on one line where it fits, else the brace stays on the first member's line. */
function layOutDensely(context, items, base, braces) {
  const width = items.reduce((sum, item) => sum + widthOf(item), items.length * 2);
  const fits = width <= context.breakLength && !base.includes("\n");
  if (fits) return `${braces[0]}${base === "" ? "" : ` ${base}`} ${items.join(", ")} ${braces[1]}`;
  const indent = `\n${" ".repeat(context.indentation)}`;
  const first = base === "" && braces[0].length === 1 ? " " : `${base === "" ? "" : ` ${base}`}\n${indent}  `;
  return `${braces[0]}${first}${items.join(`,\n${indent}  `)} ${braces[1]}`;
}

/**
 * @param {any} context
 * @param {object} shape
 * @param {string[]} shape.items
 * @param {string} shape.base what stands before the brace
 * @param {[string, string]} shape.braces
 * @param {boolean} [shape.isList] may be put into columns
 * @param {boolean} [shape.hasMore]
 * @param {boolean} [shape.toTheRight]
 * @param {number} shape.level how deep this object lies
 */
exports.layOut = function layOut(context, { items, base, braces, isList, hasMore, toTheRight, level }) {
  const before = base === "" ? "" : `${base} `;
  if (context.compact === true) return layOutDensely(context, items, base, braces);
  const isGrouped = isList && context.compact >= 1 && items.length >= GROUPED_FROM;
  const rows = isGrouped ? group(context, items, hasMore, toTheRight) : items;
  // `deepest` is the level of what was shown last inside: an object with few levels may take one line.
  if (context.deepest - level < context.compact && rows.length === items.length) {
    const fixed = items.length * 2 + context.indentation + braces[0].length + base.length + 10;
    const width = rows.reduce((sum, row) => sum + widthOf(row), fixed);
    const line = rows.join(", ");
    if (width <= context.breakLength && !base.includes("\n") && !line.includes("\n")) {
      return `${before}${braces[0]} ${line} ${braces[1]}`;
    }
  }
  const indent = `\n${" ".repeat(context.indentation)}`;
  return `${before}${braces[0]}${indent}  ${rows.join(`,${indent}  `)}${indent}${braces[1]}`;
};
