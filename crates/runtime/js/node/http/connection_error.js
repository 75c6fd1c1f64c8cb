/**
 * An error of `fetch` as one of Node's connections: packages decide by `code` whether to try again and
 * what to tell their caller. What Node has no name for keeps the code that `fetch` gives it.
 */

const { errno } = require("node/os/constants");

/** By the code of `fetch`: Node's, and the system call that it is about. */
const AS_IN_NODE = {
  __proto__: null,
  CONNECT_FAILED: ["ECONNREFUSED", "connect"],
  CONNECTION_LOST: ["ECONNRESET", "read"],
  DNS_FAILED: ["ENOTFOUND", "getaddrinfo"],
  PROTOCOL_ERROR: ["HPE_INVALID_CONSTANT", undefined],
  TIMED_OUT: ["ETIMEDOUT", "connect"],
};

/**
 * @param {any} error what `fetch` rejected with
 * @param {URL} url what was asked for
 * @returns {Error}
 */
exports.connectionError = function connectionError(error, url) {
  const reason = error?.cause instanceof Error ? error.cause : error;
  const [code, syscall] = AS_IN_NODE[reason?.code] ?? [];
  if (code === undefined) {
    if (typeof reason?.code === "string") return reason;
    return Object.assign(new Error(reason?.message ?? "socket hang up"), { code: "ECONNRESET", cause: error });
  }
  const made = Object.assign(new Error(reason.message, { cause: reason }), { code });
  if (syscall === undefined) return made;
  // Node's own names have numbers that no system has.
  made.errno = code === "ENOTFOUND" ? -3008 : -errno[code];
  made.syscall = syscall;
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  if (syscall === "getaddrinfo") return Object.assign(made, { hostname });
  return syscall === "connect" ? Object.assign(made, { address: hostname, port: Number(url.port) || (url.protocol === "https:" ? 443 : 80) }) : made;
};
