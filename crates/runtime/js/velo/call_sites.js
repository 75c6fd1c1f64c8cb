/**
 * The frames of a stack as V8's CallSite objects: what `Error.prepareStackTrace` is given.
 */

const { mapStack } = native;
const { defineProperty } = Reflect;

/** `    at f (file:line:column)`, `    at file:line:column`, `    at f (<anonymous>)`. */
const FRAME = /^ {4}at (?:(.*) \()?(?:(.*?):(\d+):(\d+)|<anonymous>|native)\)?$/;

class CallSite {
  #text;
  #name;
  #file;
  #line;
  #column;

  constructor(text, [, name, file, line, column]) {
    this.#text = text;
    this.#name = name ?? null;
    this.#file = file;
    this.#line = line === undefined ? null : Number(line);
    this.#column = column === undefined ? null : Number(column);
  }

  getFileName() {
    return this.#file;
  }

  getScriptNameOrSourceURL() {
    return this.#file;
  }

  getLineNumber() {
    return this.#line;
  }

  getColumnNumber() {
    return this.#column;
  }

  getFunctionName() {
    return this.#name;
  }

  // All code is strict: V8 gives these three to nobody there.
  getThis() {}

  getFunction() {}

  getEvalOrigin() {}

  getTypeName() {
    return null;
  }

  getMethodName() {
    return null;
  }

  getPromiseIndex() {
    return null;
  }

  isToplevel() {
    return true;
  }

  isNative() {
    return this.#file === undefined;
  }

  isEval() {
    return false;
  }

  isConstructor() {
    return false;
  }

  isAsync() {
    return false;
  }

  isPromiseAll() {
    return false;
  }

  toString() {
    return this.#text;
  }
}

/**
 * @param {string} raw a stack that the engine wrote
 * @returns {CallSite[]} the innermost first
 */
exports.callSites = function callSites(raw) {
  const error = new Error();
  defineProperty(error, "stack", { value: raw, configurable: true });
  const sites = [];
  for (const line of mapStack(error).split("\n")) {
    const found = FRAME.exec(line);
    if (found !== null) sites.push(new CallSite(line.slice("    at ".length), found));
  }
  return sites;
};
