/**
 * Symbol.dispose and Symbol.asyncDispose, which newer code reads; where the engine lacks them they come
 * to be with the first module that uses them.
 */

function symbol(name) {
  if (Symbol[name] === undefined) Object.defineProperty(Symbol, name, { value: Symbol(`Symbol.${name}`), writable: false, enumerable: false, configurable: false });
  return Symbol[name];
}

exports.DISPOSE = symbol("dispose");
exports.ASYNC_DISPOSE = symbol("asyncDispose");
