/**
 * The module `wix-http-functions`: helpers that make a response.
 *
 * They copy what they are given and return plain objects with own `status`, `headers` and `body`,
 * which handlers change afterwards or spread into others. None depends on `this`.
 */

const { made } = require("velo/response");

/**
 * @typedef {{status?: number, headers?: Record<string, string>, body?: unknown}} Options
 * @typedef {{status: number, headers: Record<string, string>, body: unknown}} WixHttpFunctionResponse
 */

/**
 * @param {number} status
 * @param {Options | undefined} options anything else than an object counts as none
 * @returns {WixHttpFunctionResponse}
 */
function respond(status, options) {
  const given = options !== null && typeof options === "object" ? options : undefined;
  const headers = given?.headers;
  return made({
    status,
    headers: headers !== null && typeof headers === "object" ? { ...headers } : {},
    body: given?.body,
  });
}

/** @param {Options} [options] */
exports.ok = (options) => respond(200, options);
/** @param {Options} [options] */
exports.created = (options) => respond(201, options);
/** @param {Options} [options] */
exports.badRequest = (options) => respond(400, options);
/** @param {Options} [options] */
exports.forbidden = (options) => respond(403, options);
/** @param {Options} [options] */
exports.notFound = (options) => respond(404, options);
/** @param {Options} [options] */
exports.serverError = (options) => respond(500, options);
/** @param {Options} [options] the only helper that honours `status` */
exports.response = (options) => respond(options?.status ?? 200, options);
