/**
 * `velodrome:test`: what a test file can import.
 */

const { lazyParts } = require("velo/load");

if (lazyParts.functions === undefined) {
  throw new Error("velodrome:test can be imported by tests only (`velodrome test`), not by a site that is served");
}

const registry = require("velo/testing/registry");

module.exports = {
  afterAll: registry.afterAll,
  afterEach: registry.afterEach,
  beforeAll: registry.beforeAll,
  beforeEach: registry.beforeEach,
  call: require("velo/testing/call").call,
  clock: require("velo/testing/clock").clock,
  data: require("velo/testing/data").data,
  describe: registry.describe,
  expect: require("velo/testing/expect").expect,
  fetch: require("velo/testing/fetch").fetch,
  fn: require("velo/testing/mock_function").fn,
  it: registry.it,
  mock: require("velo/testing/modules").mock,
  secrets: require("velo/testing/secrets").secrets,
  spyOn: require("velo/testing/mock_function").spyOn,
  test: registry.it,
};
