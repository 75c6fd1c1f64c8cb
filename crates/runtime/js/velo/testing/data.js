/**
 * `data`: documents for a test, and a look at what a function left behind. Nothing here runs the
 * site's hooks or asks for permissions.
 */

const { askTestHostNow } = require("velo/testing/host");

const OPTIONS = { suppressAuth: true, suppressHooks: true };
const CHUNK = 500;
const PAGE = 1000;

const wixData = () => require("velo/data/wix_data");

/** @param {Record<string, any[]>} collections */
async function seed(collections) {
  if (collections === null || typeof collections !== "object") throw new TypeError("data.seed takes an object: { Orders: [{ .. }] }");
  for (const [collection, items] of Object.entries(collections)) {
    if (!Array.isArray(items)) throw new TypeError(`data.seed: "${collection}" must be a list of documents`);
    for (let at = 0; at < items.length; at += CHUNK) {
      const result = await wixData().bulkInsert(collection, items.slice(at, at + CHUNK), OPTIONS);
      if (result.errors?.length > 0) throw new Error(`data.seed: ${collection}: ${result.errors[0].message}`);
    }
  }
}

exports.data = {
  seed,

  /** @param {string} file with collections as `seed` takes them, relative to the test's own */
  async load(file) {
    await seed(JSON.parse(askTestHostNow("fixture", String(file))));
  },

  /** @param {string} collection @returns {Promise<any[]>} all documents, the oldest first */
  async items(collection) {
    const items = [];
    let page = await wixData().query(collection).ascending("_createdDate").limit(PAGE).find(OPTIONS);
    for (;;) {
      items.push(...page.items);
      if (!page.hasNext()) return items;
      page = await page.next();
    }
  },

  /** @param {string} collection @param {string} id @returns {Promise<any>} null where there is none */
  get: (collection, id) => wixData().get(collection, id, OPTIONS),
};

/** Seeds what lies beside the test: `orders.test.js` has `orders.data.json`. */
exports.seedBeside = async function seedBeside() {
  const text = askTestHostNow("beside");
  if (text !== null) await seed(JSON.parse(text));
};
