/**
 * Loads shipped files on first use, and makes the globals accessors that do so.
 * Evaluated once in every VM, before everything else: it has to be quick, and a new VM pays for the
 * first use of each feature (iteration, destructuring, `split`).
 */
(function (native, source, globals) {
  "use strict";
  const { defineProperty, getPrototypeOf, setPrototypeOf, prototype } = Object;
  const loaded = { __proto__: null };

  /** @param {string} name a shipped file @returns {any} its exports */
  function require(name) {
    const known = loaded[name];
    if (known !== undefined) return known.exports;
    // Without a prototype while the file fills it: a site may have put setters there.
    const module = { exports: { __proto__: null } };
    loaded[name] = module;
    try {
      source(name)(module.exports, require, module, native);
    } catch (error) {
      // Half of a file is never given out: a site may have broken what the file needs, and mend it.
      delete loaded[name];
      throw error;
    }
    if (getPrototypeOf(module.exports) === null) setPrototypeOf(module.exports, prototype);
    return module.exports;
  }

  /** A global becomes an ordinary property when it is first read or written. */
  function settle(name, value) {
    defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
    return value;
  }

  /** @param {string} name @param {string} file */
  function add(name, file) {
    const get = () => settle(name, require(file)[name]);
    const set = (value) => void settle(name, value);
    defineProperty(globalThis, name, { get, set, enumerable: false, configurable: true });
  }

  for (let i = 0; i < globals.length; i += 2) add(globals[i], globals[i + 1]);
  return require;
});
