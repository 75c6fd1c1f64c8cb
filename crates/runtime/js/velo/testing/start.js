/**
 * Loads a site for a test file: the file first, which says what is mocked and seeded, then the site's
 * hooks and functions, whose modules find it so.
 */

const { parts, lazyParts, wrapModules } = require("velo/load");
const { askTestHostNow } = require("velo/testing/host");

/** Functions that tests find without an import, as in other test runners. */
const GLOBALS = ["afterAll", "afterEach", "beforeAll", "beforeEach", "describe", "expect", "it", "test"];

/** @returns {Promise<Record<string, unknown>>} what the handler file exports */
exports.start = async function start() {
  wrapModules(require("velo/testing/modules").wrap);
  const module = require("velo/testing/module");
  require("velo/testing/fetch").install();
  require("velo/testing/recordings").begin(askTestHostNow("file"));
  for (const name of GLOBALS) {
    Object.defineProperty(globalThis, name, { value: module[name], writable: true, enumerable: false, configurable: true });
  }
  await require("velo/testing/data").seedBeside();
  await lazyParts[`test:${askTestHostNow("file")}`]();
  if (lazyParts.data !== undefined) parts.data = await lazyParts.data();
  return lazyParts.functions();
};
