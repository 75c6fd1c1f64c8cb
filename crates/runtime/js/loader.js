/**
 * Loads shipped files on first use, and makes the globals accessors that do so.
 * Evaluated once in every VM, before everything else: it has to be quick.
 */
(function (native, source, globals) {
  "use strict";
  const { defineProperty } = Object;
  const loaded = { __proto__: null };

  /** @param {string} name a shipped file @returns {any} its exports */
  function require(name) {
    const known = loaded[name];
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded[name] = module;
    source(name)(module.exports, require, module, native);
    return module.exports;
  }

  /** A global becomes an ordinary property when it is first read or written. */
  function settle(name, value) {
    defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
    return value;
  }

  for (const line of globals.split("\n")) {
    if (line === "") continue;
    const [name, file] = line.split(" ");
    defineProperty(globalThis, name, {
      get: () => settle(name, require(file)[name]),
      set: (value) => void settle(name, value),
      enumerable: false,
      configurable: true,
    });
  }
  return require;
});
