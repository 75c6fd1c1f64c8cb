/**
 * Paths as `file:` URLs and back.
 */

const { invalidArgType, invalidArgValue, makeError } = require("node/errors");
const { checkString } = require("node/validate");

function isUrl(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

function posixPath(url) {
  if (url.hostname !== "") throw makeError(TypeError, "ERR_INVALID_FILE_URL_HOST", 'File URL host must be "localhost" or empty on linux');
  if (/%2f/i.test(url.pathname)) throw makeError(TypeError, "ERR_INVALID_FILE_URL_PATH", "File URL path must not include encoded / characters");
  return decodeURIComponent(url.pathname);
}

function windowsPath(url) {
  if (/%2f|%5c/i.test(url.pathname)) throw makeError(TypeError, "ERR_INVALID_FILE_URL_PATH", "File URL path must not include encoded \\ or / characters");
  const path = decodeURIComponent(url.pathname.replaceAll("/", "\\"));
  if (url.hostname !== "") return `\\\\${require("node/url/domain").domainToUnicode(url.hostname)}${path}`;
  if (!/^\\[A-Za-z]:/.test(path)) throw makeError(TypeError, "ERR_INVALID_FILE_URL_PATH", "File URL path must be absolute");
  return path.slice(1);
}

/** @param {string | URL} given @param {{windows?: boolean}} [options] @returns {string} */
exports.fileURLToPath = function fileURLToPath(given, options = undefined) {
  const url = typeof given === "string" ? new URL(given) : given;
  if (!isUrl(url)) throw invalidArgType("path", ["string", "URL"], given);
  if (url.protocol !== "file:") throw makeError(TypeError, "ERR_INVALID_URL_SCHEME", "The URL must be of scheme file");
  return options?.windows ? windowsPath(url) : posixPath(url);
};

/** Characters of a path that mean something else in a URL. */
function encodePath(path) {
  return path.replace(/[%\\\n\r\t?#]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

/** @param {string} path @param {{windows?: boolean}} [options] @returns {URL} */
exports.pathToFileURL = function pathToFileURL(path, options = undefined) {
  checkString(path, "path");
  const isWindows = options?.windows === true;
  const paths = require(isWindows ? "node/path/win32" : "node/path/posix");
  if (isWindows && path.startsWith("\\\\")) return serverUrl(path);
  let resolved = paths.resolve(path);
  if (/[/\\]$/.test(path) && (isWindows || path.endsWith("/")) && !resolved.endsWith(paths.sep)) resolved += paths.sep;
  const url = new URL("file://");
  url.pathname = encodePath(isWindows ? resolved.replaceAll("\\", "/") : resolved);
  return url;
};

/** `\\server\share\path` */
function serverUrl(path) {
  const isLong = path.startsWith("\\\\?\\UNC\\");
  const rest = path.slice(isLong ? 8 : 2);
  const end = rest.indexOf("\\");
  if (end === -1) throw invalidArgValue("path", path, "Missing UNC resource path");
  if (end === 0) throw invalidArgValue("path", path, "Empty UNC servername");
  const url = new URL("file://");
  url.pathname = encodePath(rest.slice(end).replaceAll("\\", "/"));
  url.hostname = require("node/url/domain").domainToASCII(rest.slice(0, end));
  return url;
}

/** What `http.request` takes, of a URL. @param {URL} url */
exports.urlToHttpOptions = function urlToHttpOptions(url) {
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url,
    protocol: url.protocol,
    hostname: hostname?.startsWith("[") ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ""}${search || ""}`,
    href: url.href,
  };
  if (port !== "") options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
};
