/**
 * The module `wix-cache-backend`: nothing is cached here (a web method's `cache` is ignored), so there is
 * nothing left over to throw away.
 */

const { defineProperty } = Object;

/** @param {unknown[]} [filters] */
exports.invalidateCache = async (filters) => void filters;

// For `require("wix-cache-backend").default`; an import's default is the exports object anyway.
defineProperty(exports, "default", { __proto__: null, value: exports, enumerable: false });
