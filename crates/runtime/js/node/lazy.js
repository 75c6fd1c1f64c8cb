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
    // On the object that is asked: packages copy the properties of a module and change their copy.
    const settle = (object, value) => defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
    defineProperty(target, name, {
      get() {
        const value = require(file)[name];
        settle(this, value);
        return value;
      },
      set(value) {
        settle(this, value);
      },
      enumerable: true,
      configurable: true,
    });
  }
};
