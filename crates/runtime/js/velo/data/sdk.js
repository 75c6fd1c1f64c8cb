/**
 * The module `@wix/data`: the functions of wix-data as the SDK has them, and `collections`.
 */

const { createQuery } = require("velo/data/query");
const { createAggregate } = require("velo/data/aggregate");
const { createItems } = require("velo/data/items");
const { createBulk } = require("velo/data/bulk");
const { createReferences } = require("velo/data/references");
const { filter } = require("velo/data/filter");
const { sort } = require("velo/data/sort");
const { collections } = require("velo/data/collections");
const { stub } = require("velo/stub");

const { items: absent, indexes, externalDatabaseConnections } = stub("@wix/data");

exports.items = {
  ...createItems(true),
  ...createBulk(true),
  ...createReferences(true),
  query: createQuery(true),
  aggregate: createAggregate(true),
  filter,
  sort,
  // Not here: reading them works, a call says so.
  aggregatePipeline: absent.aggregatePipeline,
  bulkPatch: absent.bulkPatch,
  patch: absent.patch,
  pipelineBuilder: absent.pipelineBuilder,
  search: absent.search,
};
exports.collections = collections;
exports.indexes = indexes;
exports.externalDatabaseConnections = externalDatabaseConnections;
