/**
 * DOMException (Web IDL, 4.3): the error type of the web interfaces. Programs look at its `name`.
 */

const { expose, constants } = require("web/idl");

const CODES = {
  INDEX_SIZE_ERR: 1,
  DOMSTRING_SIZE_ERR: 2,
  HIERARCHY_REQUEST_ERR: 3,
  WRONG_DOCUMENT_ERR: 4,
  INVALID_CHARACTER_ERR: 5,
  NO_DATA_ALLOWED_ERR: 6,
  NO_MODIFICATION_ALLOWED_ERR: 7,
  NOT_FOUND_ERR: 8,
  NOT_SUPPORTED_ERR: 9,
  INUSE_ATTRIBUTE_ERR: 10,
  INVALID_STATE_ERR: 11,
  SYNTAX_ERR: 12,
  INVALID_MODIFICATION_ERR: 13,
  NAMESPACE_ERR: 14,
  INVALID_ACCESS_ERR: 15,
  VALIDATION_ERR: 16,
  TYPE_MISMATCH_ERR: 17,
  SECURITY_ERR: 18,
  NETWORK_ERR: 19,
  ABORT_ERR: 20,
  URL_MISMATCH_ERR: 21,
  QUOTA_EXCEEDED_ERR: 22,
  TIMEOUT_ERR: 23,
  INVALID_NODE_TYPE_ERR: 24,
  DATA_CLONE_ERR: 25,
};

/** Constants without a name of their own: history. */
const NAMELESS = new Set(["DOMSTRING_SIZE_ERR", "NO_DATA_ALLOWED_ERR", "VALIDATION_ERR"]);

/** @type {Record<string, number>} name to code, as in `AbortError` to 20 */
const CODE_OF_NAME = { __proto__: null };
for (const constant of Object.keys(CODES)) {
  if (NAMELESS.has(constant)) continue;
  const words = constant.slice(0, -"_ERR".length).split("_");
  const joined = words.map((word) => (word === "URL" ? word : word[0] + word.slice(1).toLowerCase())).join("");
  CODE_OF_NAME[`${joined.replace("Inuse", "InUse")}Error`] = CODES[constant];
}

class DOMException extends Error {
  #name;

  /**
   * @param {string} [message]
   * @param {string | {name?: string, cause?: unknown}} [options] the name, or Node's object form
   */
  constructor(message = "", options = "Error") {
    const isObject = options !== null && typeof options === "object";
    super(`${message}`, isObject && "cause" in options ? { cause: options.cause } : undefined);
    this.#name = isObject ? `${options.name ?? "Error"}` : `${options}`;
  }

  get name() {
    return this.#name;
  }

  get code() {
    return CODE_OF_NAME[this.#name] ?? 0;
  }
}

expose(DOMException);
constants(DOMException, CODES);
exports.DOMException = DOMException;
