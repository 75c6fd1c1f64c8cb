/**
 * The module `vm`: there are no further contexts here. Code runs in the site's own world, and only
 * where that is what was asked for.
 */

const { notAvailable } = require("node/absent");

const indirect = eval;

class Script {
  #code;

  constructor(code) {
    this.#code = `${code}`;
    // As in Node: a mistake in the code shows here.
    new Function(this.#code);
  }

  runInThisContext() {
    return indirect(this.#code);
  }

  runInContext() {
    throw notAvailable("vm", "runInContext");
  }

  runInNewContext() {
    throw notAvailable("vm", "runInNewContext");
  }
}

exports.Script = Script;
exports.createScript = (code) => new Script(code);
exports.runInThisContext = (code) => indirect(`${code}`);
for (const name of ["createContext", "runInContext", "runInNewContext", "compileFunction", "measureMemory"]) {
  exports[name] = () => {
    throw notAvailable("vm", name);
  };
}
exports.isContext = () => false;
