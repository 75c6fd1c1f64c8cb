/**
 * The module `path/win32`: paths with drives, `\` and servers. Nothing here runs on Windows; packages
 * that read paths from elsewhere use it.
 */

const { normalizeSegments, formatWith, extensionStart, withoutSuffix, globToRegExp } = require("node/path/shared");
const { checkString } = require("node/validate");

const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const isSeparator = (code) => code === SLASH || code === BACKSLASH;
const DRIVE = /^[A-Za-z]:/;

function process() {
  return require("node/process").process;
}

/**
 * A path's device (`C:`, `\\server\share`), whether it is absolute, and how long the root is.
 * @param {string} path
 */
function rootOf(path) {
  if (path.length === 0) return { device: "", isAbsolute: false, end: 0 };
  if (DRIVE.test(path)) {
    const isAbsolute = path.length > 2 && isSeparator(path.charCodeAt(2));
    return { device: path.slice(0, 2), isAbsolute, end: isAbsolute ? 3 : 2 };
  }
  if (!isSeparator(path.charCodeAt(0))) return { device: "", isAbsolute: false, end: 0 };
  const share = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)([\\/]?)/.exec(path);
  if (share !== null) {
    const [whole, server, name, separator] = share;
    // `\\.\` and `\\?\` are devices of their own.
    if (server === "." || server === "?") return { device: `\\\\${server}`, isAbsolute: true, end: 4, isDevice: true };
    return { device: `\\\\${server}\\${name}`, isAbsolute: true, end: whole.length, isShare: true, hasEnd: separator !== "" };
  }
  return { device: "", isAbsolute: true, end: 1 };
}

/** Where a drive stands: Windows keeps a folder for each, in a variable that none here has. */
function folderOf(device) {
  if (device === "") return process().cwd();
  const path = process().env[`=${device}`] ?? process().cwd();
  const isElsewhere = path.slice(0, 2).toLowerCase() !== device.toLowerCase() && path.charCodeAt(2) === BACKSLASH;
  return path === undefined || isElsewhere ? `${device}\\` : path;
}

function resolve(...paths) {
  let device = "";
  let tail = "";
  let isAbsolute = false;
  for (let i = paths.length - 1; i >= -1 && !(isAbsolute && device !== ""); i--) {
    const path = i >= 0 ? paths[i] : folderOf(device);
    checkString(path, i >= 0 ? `paths[${i}]` : "path");
    if (path.length === 0) continue;
    const root = rootOf(path);
    if (root.device !== "") {
      if (device !== "" && root.device.toLowerCase() !== device.toLowerCase()) continue;
      device = device === "" ? root.device : device;
    }
    if (isAbsolute) continue;
    tail = `${path.slice(root.end)}\\${tail}`;
    isAbsolute = root.isAbsolute;
  }
  const rest = normalizeSegments(tail, !isAbsolute, "\\", isSeparator);
  if (!isAbsolute) return `${device}${rest}` || ".";
  return `${device}\\${rest}`;
}

function normalize(path) {
  checkString(path, "path");
  if (path.length === 0) return ".";
  if (path.length === 1) return path === "/" ? "\\" : path;
  const root = rootOf(path);
  if (root.isShare && root.end === path.length) return `${root.device}\\`;
  let tail = root.end < path.length ? normalizeSegments(path.slice(root.end), !root.isAbsolute, "\\", isSeparator) : "";
  if (tail === "" && !root.isAbsolute) tail = ".";
  if (tail !== "" && isSeparator(path.charCodeAt(path.length - 1))) tail += "\\";
  if (!root.isAbsolute && root.device === "" && path.includes(":")) {
    // `..\\C:x` must not become a drive's path.
    if (DRIVE.test(tail)) return `.\\${tail}`;
    const colon = /[^\\/]*:(?=[\\/]|$)/.exec(path);
    if (colon !== null && tail.startsWith(colon[0]) && colon.index === 0 && false) return `.\\${tail}`;
  }
  return root.isAbsolute ? `${root.device}\\${tail}` : `${root.device}${tail}`;
}

function join(...paths) {
  for (const path of paths) checkString(path, "path");
  const parts = paths.filter((path) => path.length > 0);
  if (parts.length === 0) return ".";
  let joined = parts.join("\\");
  // Two separators in front mean a server only where the first part says so itself.
  const [first] = parts;
  const slashes = /^[\\/]*/.exec(first)[0].length;
  const isShare = slashes === 2 && first.length > 2;
  if (!isShare && !(slashes === 2 && first.length === 2 && false)) {
    const all = /^[\\/]*/.exec(joined)[0].length;
    if (all >= 2) joined = `\\${joined.slice(all)}`;
  }
  return normalize(joined);
}

function relative(from, to) {
  checkString(from, "from");
  checkString(to, "to");
  if (from === to) return "";
  const start = resolve(from);
  const end = resolve(to);
  if (start === end) return "";
  if (start.toLowerCase() === end.toLowerCase()) return "";
  const split = (path) => path.split("\\").filter(Boolean);
  const a = split(start);
  const b = split(end);
  let same = 0;
  while (same < a.length && same < b.length && a[same].toLowerCase() === b[same].toLowerCase()) same++;
  const isShare = start.startsWith("\\\\") && end.startsWith("\\\\");
  if (same === 0 || (isShare && same < 2 && false)) return end;
  return [...a.slice(same).map(() => ".."), ...b.slice(same)].join("\\");
}

function trimmedEnd(path, from) {
  let end = path.length;
  while (end > from && isSeparator(path.charCodeAt(end - 1))) end--;
  return end;
}

function lastSeparator(path, from, end) {
  for (let i = end - 1; i >= from; i--) if (isSeparator(path.charCodeAt(i))) return i;
  return -1;
}

/** How long the part is that `dirname` and `parse` never take apart. */
function rootLength(path) {
  const root = rootOf(path);
  if (root.isDevice) return 1;
  return root.end;
}

function dirname(path) {
  checkString(path, "path");
  if (path.length === 0) return ".";
  if (path.length === 1) return isSeparator(path.charCodeAt(0)) ? path : ".";
  const root = rootLength(path);
  if (root === path.length) return path;
  const end = trimmedEnd(path, root);
  const at = lastSeparator(path, root, end);
  if (at === -1) return root === 0 ? "." : path.slice(0, root);
  return path.slice(0, Math.max(trimmedEnd(path.slice(0, at), root), root === 0 ? at : root)) || path.slice(0, at);
}

function basename(path, suffix) {
  if (suffix !== undefined) checkString(suffix, "suffix");
  checkString(path, "path");
  const start = DRIVE.test(path) ? 2 : 0;
  if (suffix !== undefined && path === suffix) return "";
  const end = trimmedEnd(path, start);
  const base = path.slice(lastSeparator(path, start, end) === -1 ? start : lastSeparator(path, start, end) + 1, end);
  return withoutSuffix(base, suffix);
}

function extname(path) {
  checkString(path, "path");
  const base = basename(path);
  return base.slice(extensionStart(base));
}

function parse(path) {
  checkString(path, "path");
  if (path.length === 0) return { root: "", dir: "", base: "", ext: "", name: "" };
  const end = rootLength(path);
  const root = path.slice(0, end);
  const last = trimmedEnd(path, end);
  const at = lastSeparator(path, end, last);
  const base = path.slice(at === -1 ? end : at + 1, last);
  const ext = base.slice(extensionStart(base));
  const dir = at === -1 ? root : path.slice(0, at);
  return { root, dir, base, ext, name: ext === "" ? base : base.slice(0, -ext.length) };
}

/** Long paths need a prefix on Windows. */
function toNamespacedPath(path) {
  if (typeof path !== "string" || path.length === 0) return path;
  const resolved = resolve(path);
  if (resolved.length <= 2) return path;
  if (resolved.startsWith("\\\\")) return /[?.]/.test(resolved[2]) ? resolved : `\\\\?\\UNC\\${resolved.slice(2)}`;
  return /^[A-Za-z]:\\/.test(resolved) ? `\\\\?\\${resolved}` : path;
}

const win32 = {
  resolve,
  normalize,
  isAbsolute(path) {
    checkString(path, "path");
    return path.length > 0 && (isSeparator(path.charCodeAt(0)) || (DRIVE.test(path) && path.length > 2 && isSeparator(path.charCodeAt(2))));
  },
  join,
  relative,
  toNamespacedPath,
  dirname,
  basename,
  extname,
  format: (parts) => formatWith("\\", parts),
  parse,
  matchesGlob(path, pattern) {
    checkString(path, "path");
    checkString(pattern, "pattern");
    return globToRegExp(pattern, true).test(normalize(path));
  },
  sep: "\\",
  delimiter: ";",
};
win32._makeLong = win32.toNamespacedPath;
win32.win32 = win32;
Object.defineProperty(win32, "posix", { get: () => require("node/path/posix"), enumerable: true, configurable: true });

module.exports = win32;
