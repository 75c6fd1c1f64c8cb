/**
 * Functions that are known and not here: they give a promise that is rejected with what is missing,
 * as the functions they stand for give promises.
 */

const NativeError = Error;
const { assign } = Object;

/**
 * @param {string} path the function's module and name
 * @param {string} why ends the sentence "it needs .."
 * @returns {(...args: any[]) => Promise<never>}
 */
function absent(path, why) {
  return async () => {
    throw assign(new NativeError(`${path} is not available in this runtime: it needs ${why}`), { code: "NOT_AVAILABLE" });
  };
}

/**
 * @param {string} path the module and the object in it
 * @param {string[]} names of the object's functions
 * @param {string} why
 * @returns {Record<string, (...args: any[]) => Promise<never>>}
 */
exports.absentFunctions = function absentFunctions(path, names, why) {
  /** @type {Record<string, (...args: any[]) => Promise<never>>} */
  const functions = {};
  for (let i = 0; i < names.length; i++) functions[names[i]] = absent(`${path}.${names[i]}`, why);
  return functions;
};
