/**
 * `util.inspect` with all of Node's ways to call it: options, or `showHidden, depth, colors`; the
 * table of colours, and defaults that may be changed. What it prints is made by `web/inspect`.
 */

const web = require("web/inspect");
const { invalidArgType } = require("node/errors");

const CUSTOM = web.inspect.custom;

/** SGR codes: on and off. */
const colors = { __proto__: null };
for (const [name, on, off] of [
  ["reset", 0, 0],
  ["bold", 1, 22],
  ["dim", 2, 22],
  ["italic", 3, 23],
  ["underline", 4, 24],
  ["blink", 5, 25],
  ["inverse", 7, 27],
  ["hidden", 8, 28],
  ["strikethrough", 9, 29],
  ["doubleunderline", 21, 24],
  ["black", 30, 39],
  ["red", 31, 39],
  ["green", 32, 39],
  ["yellow", 33, 39],
  ["blue", 34, 39],
  ["magenta", 35, 39],
  ["cyan", 36, 39],
  ["white", 37, 39],
  ["bgBlack", 40, 49],
  ["bgRed", 41, 49],
  ["bgGreen", 42, 49],
  ["bgYellow", 43, 49],
  ["bgBlue", 44, 49],
  ["bgMagenta", 45, 49],
  ["bgCyan", 46, 49],
  ["bgWhite", 47, 49],
  ["framed", 51, 54],
  ["overlined", 53, 55],
  ["gray", 90, 39],
  ["redBright", 91, 39],
  ["greenBright", 92, 39],
  ["yellowBright", 93, 39],
  ["blueBright", 94, 39],
  ["magentaBright", 95, 39],
  ["cyanBright", 96, 39],
  ["whiteBright", 97, 39],
  ["bgGray", 100, 49],
  ["bgRedBright", 101, 49],
  ["bgGreenBright", 102, 49],
  ["bgYellowBright", 103, 49],
  ["bgBlueBright", 104, 49],
  ["bgMagentaBright", 105, 49],
  ["bgCyanBright", 106, 49],
  ["bgWhiteBright", 107, 49],
]) {
  colors[name] = [on, off];
}
for (const [alias, name] of [
  ["grey", "gray"],
  ["blackBright", "gray"],
  ["bgGrey", "bgGray"],
  ["bgBlackBright", "bgGray"],
  ["crossedout", "strikethrough"],
  ["strikeThrough", "strikethrough"],
  ["crossedOut", "strikethrough"],
  ["conceal", "hidden"],
  ["faint", "dim"],
  ["swapColors", "inverse"],
  ["swapcolors", "inverse"],
  ["doubleUnderline", "doubleunderline"],
]) {
  Object.defineProperty(colors, alias, {
    get: () => colors[name],
    set(value) {
      colors[name] = value;
    },
    configurable: true,
    enumerable: false,
  });
}

const styles = {
  __proto__: null,
  special: "cyan",
  number: "yellow",
  bigint: "yellow",
  boolean: "yellow",
  undefined: "grey",
  null: "bold",
  string: "green",
  symbol: "green",
  date: "magenta",
  regexp: "red",
  module: "underline",
};

/** Text in the colour of its kind. */
function stylizeWithColor(text, kind) {
  const color = colors[styles[kind]];
  return color === undefined ? text : `\u001b[${color[0]}m${text}\u001b[${color[1]}m`;
}

let defaults = { ...web.inspect.defaultOptions };

/**
 * @param {unknown} value
 * @param {any} [optionsOrShowHidden]
 * @returns {string}
 */
function inspect(value, optionsOrShowHidden = undefined, depth = undefined, withColors = undefined) {
  const options = { ...defaults };
  if (typeof optionsOrShowHidden === "boolean") options.showHidden = optionsOrShowHidden;
  else if (optionsOrShowHidden !== null && typeof optionsOrShowHidden === "object") Object.assign(options, optionsOrShowHidden);
  if (arguments.length >= 3) {
    if (depth !== undefined) options.depth = depth;
    if (withColors !== undefined) options.colors = withColors;
  }
  if (options.colors && options.stylize === undefined) options.stylize = stylizeWithColor;
  return web.inspect(value, options, inspect);
}

inspect.custom = CUSTOM;
inspect.colors = colors;
inspect.styles = styles;
Object.defineProperty(inspect, "defaultOptions", {
  get: () => defaults,
  set(options) {
    if (options === null || typeof options !== "object") throw invalidArgType("options", "object", options);
    defaults = { ...defaults, ...options };
  },
});

exports.inspect = inspect;
/** Options for `web/format`: defaults, colours, and errors that are the caller's. */
exports.formatOptions = function formatOptions(given) {
  const options = { ...defaults, ...given, throws: true };
  if (options.colors && options.stylize === undefined) options.stylize = stylizeWithColor;
  return options;
};
