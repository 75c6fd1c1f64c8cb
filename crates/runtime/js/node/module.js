/**
 * The module `module`: which parts of Node there are. The site's own modules are one script by now, so
 * `createRequire` finds parts of Node only.
 */

const { notAvailable, refuse } = require("node/absent");

/** Names without `node:`, for people. */
function names() {
  return native.hostModules().split("\n").filter((name) => !name.startsWith("node:") && native.hostModule(name).startsWith("node/"));
}

function Module(id = "") {
  this.id = id;
  this.exports = {};
  this.children = [];
  this.paths = [];
}

/** @param {string} name */
function isBuiltin(name) {
  return native.hostModule(`${name}`)?.startsWith("node/") ?? false;
}

function requireBuiltin(name) {
  if (isBuiltin(name)) return require(native.hostModule(name));
  const error = new Error(`Cannot find module '${name}': createRequire finds Node's own modules only, because the site is one script here`);
  throw Object.assign(error, { code: "MODULE_NOT_FOUND" });
}

/** @param {string | URL} filename is not used: there are no files beside the script */
Module.createRequire = function createRequire(filename) {
  void filename;
  const made = (name) => requireBuiltin(name);
  made.resolve = (name) => {
    requireBuiltin(name);
    return name;
  };
  made.cache = Object.create(null);
  made.main = undefined;
  return made;
};
Module.isBuiltin = isBuiltin;
Object.defineProperty(Module, "builtinModules", { get: names, enumerable: true });
Module.Module = Module;
Module._cache = Object.create(null);
Module._extensions = Object.create(null);
Module.syncBuiltinESMExports = () => {};
Module.findSourceMap = () => undefined;
Module.wrap = (code) => `(function (exports, require, module, __filename, __dirname) { ${code}\n});`;
refuse(Module, "module", ["_load", "_resolveFilename", "register", "runMain", "SourceMap"]);
Module.prototype.require = requireBuiltin;
Module.prototype._compile = () => {
  throw notAvailable("module", "_compile");
};

module.exports = Module;
