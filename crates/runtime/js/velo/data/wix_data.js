/**
 * The module `wix-data`. The exports are its default object too.
 */

const { createQuery } = require("velo/data/query");
const { createAggregate } = require("velo/data/aggregate");
const { createItems } = require("velo/data/items");
const { createBulk } = require("velo/data/bulk");
const { createReferences } = require("velo/data/references");
const { filter } = require("velo/data/filter");
const { sort } = require("velo/data/sort");
const { assign, defineProperty } = Object;

assign(exports, createItems(false), createBulk(false), createReferences(false));
exports.query = createQuery(false);
exports.aggregate = createAggregate(false);
exports.filter = filter;
exports.sort = sort;
// For `require("wix-data").default`; an import's default is the exports object anyway.
defineProperty(exports, "default", { __proto__: null, value: exports, enumerable: false });
