/**
 * The files of a site that are known by name. What they export is there when they have run, which
 * they may not have while the site loads: so it is read when it is needed, and not kept.
 */

const { parts, lazyParts } = require("velo/load");

module.exports = {
  /** @returns {Record<string, unknown> | undefined} what `backend/data.js` exports; undefined when there is none */
  get data() {
    return parts.data;
  },

  /**
   * Runs the file of a part that is loaded on demand, the first time.
   * @param {string} name
   * @returns {Promise<Record<string, any> | undefined>} what it exports; undefined when there is no such part
   */
  async loadPart(name) {
    const load = lazyParts[name];
    return load === undefined ? undefined : load();
  },
};
