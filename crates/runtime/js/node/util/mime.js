/**
 * MIMEType and MIMEParams (the WHATWG's MIME sniffing standard, 4.4 and 4.5).
 */

const { makeError } = require("node/errors");

const TOKEN = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;
const SPACE_AT_ENDS = /^[\t\n\r ]+|[\t\n\r ]+$/g;

function bad(subject, text, index = -1) {
  const where = index === -1 ? "" : ` at ${index}`;
  return makeError(TypeError, "ERR_INVALID_MIME_SYNTAX", `The MIME syntax for a ${subject} in ${JSON.stringify(text)} is invalid${where}`);
}

function quote(value) {
  return value !== "" && TOKEN.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

class MIMEParams {
  /** @type {Map<string, string>} */
  #all = new Map();

  /** @param {string} text what follows the subtype */
  static parse(params, text) {
    let at = 0;
    while (at < text.length) {
      if (text[at] === ";") at++;
      while (at < text.length && /[\t\n\r ]/.test(text[at])) at++;
      const name = /^[^;=]*/.exec(text.slice(at))[0].toLowerCase();
      at += name.length;
      if (text[at] !== "=") continue;
      at++;
      let value;
      if (text[at] === '"') {
        const [whole] = /^"(?:\\[\s\S]|[^"\\])*"?/.exec(text.slice(at));
        value = whole.replace(/^"|"$/g, "").replace(/\\([\s\S])/g, "$1");
        at += whole.length;
        while (at < text.length && text[at] !== ";") at++;
      } else {
        const [raw] = /^[^;]*/.exec(text.slice(at));
        at += raw.length;
        value = raw.replace(/[\t\n\r ]+$/, "");
        if (value === "") continue;
      }
      if (TOKEN.test(name) && VALUE.test(value) && !params.#all.has(name)) params.#all.set(name, value);
    }
    return params;
  }

  delete(name) {
    this.#all.delete(`${name}`);
  }

  get(name) {
    return this.#all.get(`${name}`) ?? null;
  }

  has(name) {
    return this.#all.has(`${name}`);
  }

  set(name, value) {
    const key = `${name}`;
    const text = `${value}`;
    if (!TOKEN.test(key)) throw bad("parameter name", key, key.search(/[^!#$%&'*+\-.^_`|~A-Za-z0-9]/));
    if (!VALUE.test(text)) throw bad("parameter value", text, text.search(/[^\t\u0020-\u007e\u0080-\u00ff]/));
    this.#all.set(key, text);
  }

  *entries() {
    yield* this.#all.entries();
  }

  *keys() {
    yield* this.#all.keys();
  }

  *values() {
    yield* this.#all.values();
  }

  toString() {
    return [...this.#all].map(([name, value]) => `${name}=${quote(value)}`).join(";");
  }

  toJSON() {
    return this.toString();
  }
}
Object.defineProperty(MIMEParams.prototype, Symbol.iterator, { value: MIMEParams.prototype.entries, writable: true, configurable: true });

class MIMEType {
  #type;
  #subtype;
  #params;

  /** @param {string} text such as "text/html; charset=utf-8" */
  constructor(text) {
    const whole = `${text}`.replace(SPACE_AT_ENDS, "");
    const slash = whole.indexOf("/");
    const type = slash === -1 ? whole : whole.slice(0, slash);
    if (slash === -1 || !TOKEN.test(type)) throw bad("type", whole, slash === -1 ? -1 : type.search(/[^!#$%&'*+\-.^_`|~A-Za-z0-9]/));
    const rest = whole.slice(slash + 1);
    const end = rest.indexOf(";");
    const subtype = (end === -1 ? rest : rest.slice(0, end)).replace(/[\t\n\r ]+$/, "");
    if (!TOKEN.test(subtype)) throw bad("subtype", whole, -1);
    this.#type = type.toLowerCase();
    this.#subtype = subtype.toLowerCase();
    this.#params = MIMEParams.parse(new MIMEParams(), end === -1 ? "" : rest.slice(end));
  }

  get type() {
    return this.#type;
  }

  set type(value) {
    const text = `${value}`;
    if (!TOKEN.test(text)) throw bad("type", text, text.search(/[^!#$%&'*+\-.^_`|~A-Za-z0-9]/));
    this.#type = text.toLowerCase();
  }

  get subtype() {
    return this.#subtype;
  }

  set subtype(value) {
    const text = `${value}`;
    if (!TOKEN.test(text)) throw bad("subtype", text, text.search(/[^!#$%&'*+\-.^_`|~A-Za-z0-9]/));
    this.#subtype = text.toLowerCase();
  }

  get essence() {
    return `${this.#type}/${this.#subtype}`;
  }

  get params() {
    return this.#params;
  }

  toString() {
    const params = this.#params.toString();
    return params === "" ? this.essence : `${this.essence};${params}`;
  }

  toJSON() {
    return this.toString();
  }
}

exports.MIMEType = MIMEType;
exports.MIMEParams = MIMEParams;
