/**
 * What POSIX and Windows paths have in common.
 */

const { checkOptions } = require("node/validate");

/**
 * Resolves `.` and `..` in the part of a path behind its root.
 * @param {string} path
 * @param {boolean} allowAboveRoot whether leading `..` are kept
 * @param {string} separator what goes between the segments
 * @param {(code: number) => boolean} isSeparator
 */
exports.normalizeSegments = function normalizeSegments(path, allowAboveRoot, separator, isSeparator) {
  const kept = [];
  let start = 0;
  for (let i = 0; i <= path.length; i++) {
    if (i < path.length && !isSeparator(path.charCodeAt(i))) continue;
    const segment = path.slice(start, i);
    start = i + 1;
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.length > 0 && kept[kept.length - 1] !== "..") kept.pop();
    else if (allowAboveRoot) kept.push("..");
  }
  return kept.join(separator);
};

/** A path from its parts. */
exports.formatWith = function formatWith(separator, parts) {
  checkOptions(parts, "pathObject");
  const directory = parts.dir || parts.root;
  const ext = parts.ext ? `${parts.ext[0] === "." ? "" : "."}${parts.ext}` : "";
  const base = parts.base || `${parts.name || ""}${ext}`;
  if (!directory) return base;
  return directory === parts.root ? `${directory}${base}` : `${directory}${separator}${base}`;
};

/** Where the extension of a last segment begins; its length where there is none. */
exports.extensionStart = function extensionStart(base) {
  const dot = base.lastIndexOf(".");
  if (dot <= 0 || base === "..") return base.length;
  return dot;
};

/** The last segment without `suffix`, unless that is all of it. */
exports.withoutSuffix = function withoutSuffix(base, suffix) {
  return suffix !== undefined && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
};

/** `*`, `?`, `[..]`, `{a,b}` and `**` as a regular expression. */
exports.globToRegExp = function globToRegExp(pattern, isWindows) {
  const separator = isWindows ? "[\\\\/]" : "/";
  const other = isWindows ? "[^\\\\/]" : "[^/]";
  let source = "";
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i];
    if (character === "*") {
      const isWhole = (i === 0 || /[\\/]/.test(pattern[i - 1])) && pattern[i + 1] === "*" && (i + 2 >= pattern.length || /[\\/]/.test(pattern[i + 2]));
      if (isWhole) {
        source += i + 2 >= pattern.length ? `(?!\\.)(?:.*)` : `(?:(?!\\.)${other}+${separator})*`;
        i += i + 2 >= pattern.length ? 1 : 2;
      } else {
        while (pattern[i + 1] === "*") i++;
        source += `${/[\\/]|^$/.test(pattern[i - 1] ?? "") ? "(?!\\.)" : ""}${other}*`;
      }
    } else if (character === "?") source += other;
    else if (character === "[") {
      const end = pattern.indexOf("]", i + 2);
      if (end === -1) source += "\\[";
      else {
        source += `[${pattern.slice(i + 1, end).replace(/^!/, "^").replace(/\\/g, "\\\\")}]`;
        i = end;
      }
    } else if (character === "{") {
      depth++;
      source += "(?:";
    } else if (character === "}" && depth > 0) {
      depth--;
      source += ")";
    } else if (character === "," && depth > 0) source += "|";
    else if (character === "/" || (isWindows && character === "\\")) source += separator;
    else source += character.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  }
  return new RegExp(`^${source}$`, isWindows ? "iu" : "u");
};
