/** Response (Fetch, 5.5). */

const { expose, requireArguments } = require("web/idl");
const { toByteString, toText } = require("web/web_text");
const { FieldList, fillHeaders, wrapHeaders } = require("web/fetch/headers");
const { addBodyMembers, cloneBody, extractBody, isUnusable } = require("web/fetch/body");

const { stringify } = JSON;
const NOT_A_PHRASE = /[^\t\x20-\x7e\x80-\xff]/;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Statuses of answers that have no body. */
const BODILESS = new Set([101, 103, 204, 205, 304]);

/**
 * @typedef {object} ResponseRecord
 * @property {string} type
 * @property {string} url
 * @property {boolean} redirected
 * @property {number} status
 * @property {string} statusText
 * @property {FieldList | string} fields as lines as long as nobody looks at them
 * @property {Headers | undefined} headers
 * @property {import("web/fetch/body").Body | null} body
 * @property {any} [Class]
 */

/** @type {(response: Response) => ResponseRecord} */
let recordOf;
/** What the constructor is called with for a record that is there already. */
const OWN = {};
let given;

/** @param {ResponseRecord} record @returns {FieldList} */
function fieldsOf(record) {
  if (typeof record.fields === "string") {
    record.fields = FieldList.ofLines(record.fields);
    record.fields.immutable = true;
  }
  return record.fields;
}

/** @returns {ResponseRecord} */
function newRecord(type, status, statusText, fields, body) {
  return { type, url: "", redirected: false, status, statusText, fields, headers: undefined, body };
}

/** @param {any} init @returns {{status: number, statusText: string, headers: any}} */
function readInit(init) {
  if (init !== undefined && init !== null && typeof init !== "object" && typeof init !== "function") throw new TypeError("The options of a Response must be an object");
  const headers = init?.headers;
  let status = init?.status;
  status = status === undefined ? 200 : Math.trunc(+status);
  let statusText = init?.statusText;
  statusText = statusText === undefined ? "" : toByteString(statusText, "statusText");
  if (!(status >= 200 && status <= 599)) throw new RangeError(`The status of a Response must be from 200 to 599, not ${init.status}`);
  if (NOT_A_PHRASE.test(statusText)) throw new TypeError("The statusText holds a character that HTTP does not allow");
  return { status, statusText, headers };
}

/** @param {{body: any, type: string | undefined} | null} extracted */
function initialize(init, extracted) {
  const { status, statusText, headers } = readInit(init);
  const fields = new FieldList();
  if (headers !== undefined) fillHeaders(fields, headers);
  if (extracted === null) return newRecord("default", status, statusText, fields, null);
  if (BODILESS.has(status)) throw new TypeError(`A Response with the status ${status} has no body`);
  if (extracted.type !== undefined && !fields.has("content-type")) fields.append("content-type", extracted.type);
  return newRecord("default", status, statusText, fields, extracted.body);
}

/** @param {ResponseRecord} record @param {any} [Class] a subclass of ours; its clones are of it, too */
function wrap(record, Class = Response) {
  given = record;
  record.Class = Class;
  return new Class(OWN);
}

class Response {
  /** @type {ResponseRecord} */
  #record;

  static {
    recordOf = (response) => response.#record;
    exports.isResponse = (value) => typeof value === "object" && value !== null && #record in value;
  }

  /**
   * @param {any} [body]
   * @param {{status?: number, statusText?: string, headers?: any}} [init]
   */
  constructor(body = null, init = undefined) {
    if (body === OWN) {
      this.#record = given;
      return;
    }
    this.#record = initialize(init, body === null ? null : extractBody(body));
  }

  static error() {
    const fields = new FieldList();
    fields.immutable = true;
    return wrap(newRecord("error", 0, "", fields, null));
  }

  /** @param {string} url @param {number} [status] */
  static redirect(url, status = 302) {
    requireArguments(arguments.length, ["url"]);
    const target = new (require("web/url").URL)(toText(url));
    const code = Math.trunc(+status);
    if (!REDIRECTS.has(code)) throw new RangeError(`${status} is no status of a redirect: 301, 302, 303, 307 and 308 are`);
    const fields = new FieldList();
    fields.append("location", target.href);
    fields.immutable = true;
    return wrap(newRecord("default", code, "", fields, null));
  }

  /** @param {any} data @param {object} [init] */
  static json(data, init = undefined) {
    requireArguments(arguments.length, ["data"]);
    const text = stringify(data);
    if (text === undefined) throw new TypeError("The data cannot be written as JSON");
    return wrap(initialize(init, { body: extractBody(text).body, type: "application/json" }));
  }

  get type() {
    return this.#record.type;
  }

  get url() {
    const { url } = this.#record;
    const hash = url.indexOf("#");
    return hash === -1 ? url : url.slice(0, hash);
  }

  get redirected() {
    return this.#record.redirected;
  }

  get status() {
    return this.#record.status;
  }

  get ok() {
    const { status } = this.#record;
    return status >= 200 && status < 300;
  }

  get statusText() {
    return this.#record.statusText;
  }

  get headers() {
    const record = this.#record;
    return (record.headers ??= wrapHeaders(fieldsOf(record)));
  }

  clone() {
    const record = this.#record;
    if (isUnusable(record.body)) throw new TypeError("The Response cannot be cloned: its body was read already, or is being read");
    const fields = fieldsOf(record);
    const copy = fields.copy();
    copy.immutable = fields.immutable;
    return wrap({ ...record, fields: copy, headers: undefined, body: cloneBody(record.body) }, record.Class);
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    const { status, statusText, headers, bodyUsed, ok, redirected, type, url } = this;
    return `Response ${inspect({ status, statusText, headers, bodyUsed, ok, redirected, type, url }, options)}`;
  }
}

addBodyMembers(
  Response,
  (value) => exports.isResponse(value),
  (response) => recordOf(response).body,
  (response) => fieldsOf(recordOf(response)).get("content-type"),
);
expose(Response);
require("web/known").learn("isResponse", exports.isResponse);

exports.wrapResponse = wrap;
exports.newRecord = newRecord;
exports.recordOf = (response) => recordOf(response);
exports.fieldsOf = fieldsOf;
exports.Response = Response;
