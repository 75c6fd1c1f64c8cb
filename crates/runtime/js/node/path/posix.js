/**
 * The module `path/posix`, which is `path`: paths with `/`.
 */

const { normalizeSegments, formatWith, extensionStart, withoutSuffix, globToRegExp } = require("node/path/shared");
const { checkString } = require("node/validate");

const SLASH = 0x2f;
const isSlash = (code) => code === SLASH;

function cwd() {
  return require("node/process").process.cwd();
}

function normalize(path) {
  checkString(path, "path");
  if (path.length === 0) return ".";
  const isAbsolute = path.charCodeAt(0) === SLASH;
  const endsWithSlash = path.charCodeAt(path.length - 1) === SLASH;
  let tail = normalizeSegments(path, !isAbsolute, "/", isSlash);
  if (tail === "") {
    if (isAbsolute) return "/";
    return endsWithSlash ? "./" : ".";
  }
  if (endsWithSlash) tail += "/";
  return isAbsolute ? `/${tail}` : tail;
}

/** From the right, until an absolute path was met. */
function resolve(...paths) {
  let resolved = "";
  let isAbsolute = false;
  for (let i = paths.length - 1; i >= -1 && !isAbsolute; i--) {
    const path = i >= 0 ? paths[i] : cwd();
    checkString(path, i >= 0 ? `paths[${i}]` : "path");
    if (path.length === 0) continue;
    resolved = `${path}/${resolved}`;
    isAbsolute = path.charCodeAt(0) === SLASH;
  }
  const tail = normalizeSegments(resolved, !isAbsolute, "/", isSlash);
  if (isAbsolute) return `/${tail}`;
  return tail === "" ? "." : tail;
}

function relative(from, to) {
  checkString(from, "from");
  checkString(to, "to");
  if (from === to) return "";
  const start = resolve(from).split("/").filter(Boolean);
  const end = resolve(to).split("/").filter(Boolean);
  let same = 0;
  while (same < start.length && same < end.length && start[same] === end[same]) same++;
  return [...start.slice(same).map(() => ".."), ...end.slice(same)].join("/");
}

/** A path without slashes at its end, but for the root. */
function trimmed(path) {
  let end = path.length;
  while (end > 1 && path.charCodeAt(end - 1) === SLASH) end--;
  return path.slice(0, end);
}

function dirname(path) {
  checkString(path, "path");
  if (path.length === 0) return ".";
  const whole = trimmed(path);
  const slash = whole.lastIndexOf("/");
  if (slash === -1) return ".";
  if (slash === 0) return "/";
  // Two slashes in front are kept, as POSIX allows them a meaning.
  const directory = trimmed(whole.slice(0, slash));
  return directory === "/" && whole.startsWith("//") && slash === 1 ? "//" : directory;
}

function basename(path, suffix) {
  if (suffix !== undefined) checkString(suffix, "suffix");
  checkString(path, "path");
  const whole = trimmed(path);
  if (whole === "/") return "";
  // As in Node: the suffix alone is left only where slashes follow it.
  const base = whole.slice(whole.lastIndexOf("/") + 1);
  if (suffix !== undefined && path === suffix) return "";
  return withoutSuffix(base, suffix);
}

function extname(path) {
  checkString(path, "path");
  const base = basename(path);
  return base.slice(extensionStart(base));
}

function parse(path) {
  checkString(path, "path");
  const root = path.charCodeAt(0) === SLASH ? "/" : "";
  const base = basename(path);
  const whole = trimmed(path);
  const ext = base.slice(extensionStart(base));
  const end = whole.length - base.length;
  let dir = base === "" ? root : whole.slice(0, end > 1 ? end - 1 : end);
  if (dir === "" && root !== "") dir = root;
  return { root, dir, base, ext, name: ext === "" ? base : base.slice(0, -ext.length) };
}

const posix = {
  resolve,
  normalize,
  isAbsolute(path) {
    checkString(path, "path");
    return path.length > 0 && path.charCodeAt(0) === SLASH;
  },
  join(...paths) {
    for (const path of paths) checkString(path, "path");
    const joined = paths.filter((path) => path.length > 0).join("/");
    return joined === "" ? "." : normalize(joined);
  },
  relative,
  toNamespacedPath: (path) => path,
  dirname,
  basename,
  extname,
  format: (parts) => formatWith("/", parts),
  parse,
  matchesGlob(path, pattern) {
    checkString(path, "path");
    checkString(pattern, "pattern");
    return globToRegExp(pattern, false).test(normalize(path));
  },
  sep: "/",
  delimiter: ":",
};
posix._makeLong = posix.toNamespacedPath;
posix.posix = posix;
Object.defineProperty(posix, "win32", { get: () => require("node/path/win32"), enumerable: true, configurable: true });

module.exports = posix;
