/**
 * The module `wix-data.v2`: `collections`. Its other parts are not here; a call of theirs says so.
 */

const { collections } = require("velo/data/collections");
const { stub } = require("velo/stub");

const absent = stub("wix-data.v2");

exports.collections = collections;
exports.externalDatabaseConnections = absent.externalDatabaseConnections;
exports.indexes = absent.indexes;
exports.items = absent.items;
