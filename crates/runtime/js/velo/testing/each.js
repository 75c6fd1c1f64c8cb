/**
 * `it.each(table)`: rows of values, or a template with a head, and names with places for the values.
 */

const { print } = require("velo/testing/print");

/** @param {unknown} value */
const short = (value) => (typeof value === "string" ? value : print(value).replace(/\s+/g, " "));

/**
 * `%s %d %i %f %j %o %p %#`, one after another; `%%` is a percent sign.
 * @param {string} name @param {unknown[]} values @param {number} index
 */
function fill(name, values, index) {
  let next = 0;
  return name.replace(/%([sdifjoOp#%])/g, (whole, kind) => {
    if (kind === "%") return "%";
    if (kind === "#") return String(index);
    if (next >= values.length) return whole;
    const value = values[next++];
    if (kind === "d" || kind === "f") return String(Number(value));
    if (kind === "i") return String(Math.trunc(Number(value)));
    if (kind === "j") return JSON.stringify(value);
    return kind === "s" ? short(value) : print(value).replace(/\s+/g, " ");
  });
}

/** `$name` and `$name.inner` of an object. */
function fillNames(name, object) {
  return name.replace(/\$([A-Za-z_$][\w$]*(?:\.[\w$]+)*)/g, (whole, path) => {
    let value = object;
    for (const key of path.split(".")) {
      if (value === null || value === undefined || !(key in Object(value))) return whole;
      value = value[key];
    }
    return short(value);
  });
}

function row(values, named) {
  return {
    values,
    title: (name, index) => {
      if (typeof name === "function") name = name.name;
      const filled = fill(String(name), values, index);
      return named === null ? filled : fillNames(filled, named);
    },
  };
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * @param {any} table an array of rows, or the texts of a template
 * @param {unknown[]} values what stands in the template
 * @returns {{ values: unknown[], title: (name: string, index: number) => string }[]}
 */
exports.expand = function expand(table, values) {
  if (Array.isArray(table) && Object.hasOwn(table, "raw")) {
    const keys = table[0].trim().split("|").map((key) => key.trim());
    if (values.length === 0 || values.length % keys.length !== 0) {
      throw new Error(`the table has ${values.length} values, which do not fill rows of ${keys.length} columns`);
    }
    const rows = [];
    for (let at = 0; at < values.length; at += keys.length) {
      const object = Object.fromEntries(keys.map((key, place) => [key, values[at + place]]));
      rows.push(row([object], object));
    }
    return rows;
  }
  if (!Array.isArray(table)) throw new TypeError("each takes a list of rows");
  return table.map((one) => (Array.isArray(one) ? row(one, null) : row([one], isObject(one) ? one : null)));
};
