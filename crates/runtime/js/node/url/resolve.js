/**
 * `url.resolve`: a reference against a base, as `Url` has always done it.
 */

const { Url, parse, SLASHED, HOSTLESS } = require("node/url/legacy");

function copyOf(url) {
  return Object.assign(new Url(), url);
}

function finish(url) {
  url.href = url.format();
  return url;
}

function setPath(url) {
  url.path = url.pathname !== null || url.search !== null ? (url.pathname ?? "") + (url.search ?? "") : null;
}

/** A reference with a scheme of its own. */
function withOtherScheme(base, relative) {
  const result = copyOf(base);
  if (!SLASHED.has(relative.protocol)) return finish(Object.assign(result, relative));
  result.protocol = relative.protocol;
  if (!relative.host && !/^file:?$/.test(relative.protocol) && !HOSTLESS.has(relative.protocol)) {
    const parts = (relative.pathname || "").split("/");
    while (parts.length > 0 && !(relative.host = parts.shift()));
    relative.host ||= "";
    relative.hostname ||= "";
    if (parts[0] !== "") parts.unshift("");
    if (parts.length < 2) parts.unshift("");
    result.pathname = parts.join("/");
  } else {
    result.pathname = relative.pathname;
  }
  for (const key of ["search", "query", "auth", "port"]) result[key] = relative[key];
  result.host = relative.host || "";
  result.hostname = relative.hostname || relative.host;
  if (result.pathname || result.search) result.path = (result.pathname || "") + (result.search || "");
  result.slashes ||= relative.slashes;
  return finish(result);
}

/** Segments without `.` and `..`. */
function withoutDots(segments, mustEndAbs, removeAllDots) {
  let up = 0;
  for (let i = segments.length - 1; i >= 0; i--) {
    if (segments[i] === ".") segments.splice(i, 1);
    else if (segments[i] === "..") {
      segments.splice(i, 1);
      up++;
    } else if (up > 0) {
      segments.splice(i, 1);
      up--;
    }
  }
  if (!mustEndAbs && !removeAllDots) for (; up > 0; up--) segments.unshift("..");
  return segments;
}

/** `user@host` in front of a path. */
function takeAuth(result) {
  const at = result.host?.indexOf("@") > 0 ? result.host.split("@") : undefined;
  if (at === undefined) return;
  result.auth = at.shift();
  result.host = result.hostname = at.shift();
}

/** The path's segments before their dots are resolved. */
function mergedSegments(result, relative, isRelativeAbsolute, noSlashes) {
  let segments = result.pathname?.split("/") ?? [];
  const own = relative.pathname?.split("/") ?? [];
  let isAbsolute = true;
  if (noSlashes) {
    result.hostname = "";
    if (result.host) {
      if (segments[0] === "") segments[0] = result.host;
      else segments.unshift(result.host);
    }
    result.host = "";
    if (relative.protocol) {
      relative.hostname = null;
      relative.port = null;
      result.auth = null;
      if (relative.host) {
        if (own[0] === "") own[0] = relative.host;
        else own.unshift(relative.host);
      }
      relative.host = null;
    }
    isAbsolute = own[0] === "" || segments[0] === "";
  }
  if (isRelativeAbsolute) {
    if (relative.host || relative.host === "") {
      if (result.host !== relative.host) result.auth = null;
      result.host = relative.host;
      result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === "") {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    result.search = relative.search;
    result.query = relative.query;
    segments = own;
  } else if (own.length > 0) {
    segments.pop();
    segments = segments.concat(own);
    result.search = relative.search;
    result.query = relative.query;
  }
  return { segments, isAbsolute, hasOwn: isRelativeAbsolute || own.length > 0 };
}

/** A reference that is only a query: the base's path stays. */
function withSearch(result, relative, segments, noSlashes) {
  if (noSlashes) {
    result.hostname = result.host = segments.shift() ?? null;
    takeAuth(result);
  }
  result.search = relative.search;
  result.query = relative.query;
  setPath(result);
  return finish(result);
}

function resolveObject(base, relative) {
  let result = copyOf(base);
  result.hash = relative.hash;
  if (relative.href === "") return finish(result);
  if (relative.slashes && !relative.protocol) {
    const { protocol } = result;
    result = Object.assign(result, relative, { protocol });
    if (SLASHED.has(result.protocol) && result.hostname && !result.pathname) result.path = result.pathname = "/";
    return finish(result);
  }
  if (relative.protocol && relative.protocol !== result.protocol) return withOtherScheme(result, relative);

  const isBaseAbsolute = result.pathname?.[0] === "/";
  const isRelativeAbsolute = Boolean(relative.host) || relative.pathname?.[0] === "/";
  let mustEndAbs = isRelativeAbsolute || isBaseAbsolute || Boolean(result.host && relative.pathname);
  const removeAllDots = mustEndAbs;
  const noSlashes = Boolean(result.protocol) && !SLASHED.has(result.protocol);
  const { segments: merged, isAbsolute: staysAbsolute, hasOwn } = mergedSegments(result, relative, isRelativeAbsolute, noSlashes);
  mustEndAbs &&= staysAbsolute;
  if (!hasOwn && relative.search !== null && relative.search !== undefined) return withSearch(result, relative, merged, noSlashes);
  if (merged.length === 0) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    return finish(result);
  }

  const last = merged[merged.length - 1];
  const endsWithSlash = ((result.host || relative.host || merged.length > 1) && (last === "." || last === "..")) || last === "";
  const segments = withoutDots(merged, mustEndAbs, removeAllDots);
  if (mustEndAbs && segments[0] !== "" && (!segments[0] || segments[0][0] !== "/")) segments.unshift("");
  if (endsWithSlash && !segments.join("/").endsWith("/")) segments.push("");
  const isAbsolute = segments[0] === "" || segments[0]?.[0] === "/";
  if (noSlashes) {
    result.hostname = result.host = isAbsolute ? "" : segments.length > 0 ? segments.shift() : "";
    takeAuth(result);
  }
  mustEndAbs ||= Boolean(result.host && segments.length > 0);
  if (mustEndAbs && !isAbsolute) segments.unshift("");
  if (segments.length === 0) {
    result.pathname = null;
    result.path = null;
  } else {
    result.pathname = segments.join("/");
  }
  if (result.pathname !== null || result.search !== null) result.path = (result.pathname ?? "") + (result.search ?? "");
  result.auth = relative.auth || result.auth;
  result.slashes ||= relative.slashes;
  return finish(result);
}

Url.prototype.resolveObject = function (relative) {
  return resolveObject(this, typeof relative === "string" ? parse(relative, false, true) : relative);
};
Url.prototype.resolve = function (relative) {
  return this.resolveObject(parse(relative, false, true)).format();
};

exports.resolve = function resolve(source, relative) {
  return parse(source, false, true).resolve(relative);
};
exports.resolveObject = function (source, relative) {
  if (!source) return relative;
  return parse(source, false, true).resolveObject(relative);
};
