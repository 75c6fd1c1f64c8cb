/**
 * What code asks of another server, and what it gets, as tests write them: plain values on one side,
 * what `fetch` takes and gives on the other.
 */

/** Statuses whose answers have no body. */
const BODILESS = [101, 204, 205, 304];
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+/;

/**
 * @param {any} given an object, a list of pairs, `Headers`, or a media type alone, which `wix-fetch` takes
 * @returns {Record<string, string>} names in lower case
 */
function toHeaders(given) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (given === undefined || given === null) return headers;
  if (typeof given === "string") return MEDIA_TYPE.test(given) ? { "content-type": given } : headers;
  const entries = typeof given[Symbol.iterator] === "function" ? [...given] : typeof given === "object" ? Object.entries(given) : [];
  for (const [name, value] of entries) headers[String(name).toLowerCase()] = String(value);
  return headers;
}
exports.toHeaders = toHeaders;

/**
 * @typedef {{ url: string, method: string, headers: Record<string, string>, body: any }} Asked
 * @returns {Asked}
 */
exports.toAsked = function toAsked(input, init) {
  const isRequest = input !== null && typeof input === "object" && typeof input.url === "string";
  const of = isRequest ? input : {};
  return {
    url: isRequest ? input.url : String(input),
    method: String(init?.method ?? of.method ?? "GET").toUpperCase(),
    headers: { ...toHeaders(of.headers), ...toHeaders(init?.headers) },
    body: init?.body ?? null,
  };
};

const isOptions = (value) => ["status", "headers", "body"].some((key) => Object.hasOwn(value, key));

/**
 * @param {any} answer what a test gives: options, a body alone, a status alone, a Response, an Error
 * @param {string} url that is asked for
 * @param {typeof Response} Class of what is given
 * @returns {Response}
 */
exports.toResponse = function toResponse(answer, url, Class) {
  if (answer instanceof Response) return answer.clone();
  if (answer instanceof Error) throw answer;
  if (typeof answer === "number") answer = { status: answer };
  const options = answer !== null && typeof answer === "object" && !ArrayBuffer.isView(answer) && isOptions(answer) ? answer : { body: answer };
  const { status = 200, statusText = "", body = "", redirected = false } = options;
  // A list of pairs may name a header twice.
  const fields = Array.isArray(options.headers) ? options.headers : toHeaders(options.headers);
  let bytes = body;
  if (body === null || typeof body === "string") bytes = Buffer.from(body ?? "");
  else if (!ArrayBuffer.isView(body)) {
    bytes = Buffer.from(JSON.stringify(body));
    if (!Array.isArray(fields)) fields["content-type"] ??= "application/json";
  }
  const response = new Class(BODILESS.includes(status) ? null : bytes, { status, statusText, headers: fields });
  return Object.defineProperties(response, {
    url: { value: options.url ?? url, configurable: true },
    redirected: { value: redirected, configurable: true },
  });
};
