/**
 * Properties that load the file which exports them when they are first read: a module with many
 * parts costs only those that are used.
 */

const { defineProperty } = Object;

/**
 * @param {object} target
 * @param {string} file that exports them
 * @param {string[]} names
 */
exports.lazy = function lazy(target, file, names) {
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const settle = (value) => defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
    const get = () => {
      const value = require(file)[name];
      settle(value);
      return value;
    };
    defineProperty(target, name, { get, set: settle, enumerable: true, configurable: true });
  }
};
