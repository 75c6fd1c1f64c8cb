/**
 * Loads a site: gives its script what it asks for (the table is in the `bundle` crate's
 * documentation), keeps the parts it hands over and adopts what its handler file exports.
 */

const { stub } = require("velo/stub");
const { stack, settle } = require("velo/stack");
const { adopt } = require("velo/dispatch");
const { mailbox, loaded, loadFailed, hostModule } = native;

/** Place of the entry's number in the mailbox; as in `mailbox.rs`. */
const ENTRY = 3;
/** A loop that awaits gives way after this long. */
const SLICE_MS = 50;

// Taken before the site's code runs: fake clocks of test libraries would keep loops from giving way.
const { now } = Date;
const NativePromise = Promise;
const { keys } = Object;

/** @type {Map<string, any>} */
const modules = new Map();

/**
 * What tests put around a module, so that they can mock it.
 * @type {((name: string, module: any) => any) | null}
 */
let wrap = null;

/** @param {(name: string, module: any) => any} wrapper */
exports.wrapModules = function wrapModules(wrapper) {
  wrap = wrapper;
};

/**
 * The exports of the site's parts whose files have run, by the part's name (`js/velo/parts.js`).
 * @type {Record<string, any>}
 */
const parts = { __proto__: null };
exports.parts = parts;

/**
 * What runs the files of the parts that are loaded on demand, and gives their exports.
 * @type {Record<string, () => Promise<Record<string, any>>>}
 */
const lazyParts = { __proto__: null };
exports.lazyParts = lazyParts;

/**
 * Files that came with the site beside its code, by their path below the site's folder: "t" and text, or
 * "h" and hexadecimal digits. What reads them is `js/node/fs/volume.js`.
 * @type {Record<string, string>}
 */
const siteFiles = { __proto__: null };
exports.siteFiles = siteFiles;

/**
 * @param {string} name
 * @returns {any} the module's exports, or a stub
 */
function find(name) {
  if (!modules.has(name)) {
    const file = hostModule(name);
    const found = file === undefined ? stub(name) : require(file);
    modules.set(name, wrap === null ? found : wrap(name, found));
  }
  return modules.get(name);
}

/** @returns {Error} */
function notFound(specifier, importer) {
  const from = importer ? ` (imported by ${importer})` : "";
  return Object.assign(new Error(`Cannot find module '${specifier}'${from}`), { code: "MODULE_NOT_FOUND" });
}

const looksLikeHostModule = /^(?:node:|wix-|@wix\/|@velo\/)/;

/** @param {string} name */
function dynamic(name) {
  if (looksLikeHostModule.test(name) || hostModule(name) !== undefined) return find(name);
  throw notFound(name, "");
}

let entry = -1;
let turns = 0;
let began = 0;

/** @returns {boolean} whether the loop that asks has had the thread for long enough */
function tick() {
  if (mailbox[ENTRY] !== entry) {
    entry = mailbox[ENTRY];
    turns = 0;
    began = now();
    return false;
  }
  return (++turns & 7) === 0 && now() - began >= SLICE_MS;
}

const vd = Object.freeze({
  part(name, handed, isLazy) {
    if (isLazy) lazyParts[name] = handed;
    else parts[name] = handed;
  },
  files(given) {
    for (const path of keys(given)) siteFiles[path] = given[path];
  },
  module: find,
  stub: find,
  missing(specifier, importer) {
    throw notFound(specifier, importer);
  },
  require: dynamic,
  import: async (name) => dynamic(name),
  tick,
  yield: () => new NativePromise((resolve) => require("web/timers").setImmediate(resolve)),
  stack,
  settle,
});

/**
 * @param {(vd: object) => Promise<unknown>} factory the script's value; where it hands over no
 *   functions, as scripts of earlier releases do not, it gives the handler file's exports
 */
exports.start = async function start(factory) {
  let names;
  try {
    const given = await factory(vd);
    // A script with tests runs nothing by itself: the test file comes first.
    const isTested = lazyParts.functions !== undefined;
    names = adopt(isTested ? await require("velo/testing/start").start() : (parts.functions ?? given));
  } catch (error) {
    loadFailed(error);
    return;
  }
  loaded(names);
};
