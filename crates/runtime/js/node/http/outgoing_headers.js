/**
 * Header fields of a message that is yet to be sent: names in any case, kept as they were written.
 */

const { makeError, invalidArgType } = require("node/errors");

const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const BAD_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/** @param {string} name */
function validateHeaderName(name, label = "Header name") {
  if (typeof name !== "string" || !TOKEN.test(name)) throw makeError(TypeError, "ERR_INVALID_HTTP_TOKEN", `${label} must be a valid HTTP token ["${name}"]`);
}

function validateHeaderValue(name, value) {
  if (value === undefined) throw makeError(TypeError, "ERR_HTTP_INVALID_HEADER_VALUE", `Invalid value "${value}" for header "${name}"`);
  if (BAD_VALUE.test(`${value}`)) throw makeError(TypeError, "ERR_INVALID_CHAR", `Invalid character in header content ["${name}"]`);
}

class OutgoingHeaders {
  /** @type {Map<string, {name: string, value: any}>} by the name in lower case */
  #fields = new Map();

  set(name, value) {
    validateHeaderName(name);
    for (const one of Array.isArray(value) ? value : [value]) validateHeaderValue(name, one);
    this.#fields.set(name.toLowerCase(), { name, value });
  }

  append(name, value) {
    const known = this.get(name);
    const more = Array.isArray(value) ? value : [value];
    this.set(name, known === undefined ? value : [...(Array.isArray(known) ? known : [known]), ...more]);
  }

  get(name) {
    if (typeof name !== "string") throw invalidArgType("name", "string", name);
    return this.#fields.get(name.toLowerCase())?.value;
  }

  has(name) {
    if (typeof name !== "string") throw invalidArgType("name", "string", name);
    return this.#fields.has(name.toLowerCase());
  }

  remove(name) {
    if (typeof name !== "string") throw invalidArgType("name", "string", name);
    this.#fields.delete(name.toLowerCase());
  }

  names() {
    return [...this.#fields.keys()];
  }

  rawNames() {
    return Array.from(this.#fields.values(), ({ name }) => name);
  }

  object() {
    const all = { __proto__: null };
    for (const [key, { value }] of this.#fields) all[key] = value;
    return all;
  }

  /** @returns {[string, string][]} one for each line */
  lines() {
    const lines = [];
    for (const { name, value } of this.#fields.values()) {
      if (Array.isArray(value) && name.toLowerCase() === "cookie") lines.push([name, value.join("; ")]);
      else for (const one of Array.isArray(value) ? value : [value]) lines.push([name, `${one}`]);
    }
    return lines;
  }
}

Object.assign(exports, { OutgoingHeaders, validateHeaderName, validateHeaderValue });
