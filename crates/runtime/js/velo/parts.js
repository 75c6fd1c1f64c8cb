/**
 * The files of a site that are known by name. What they export is there when they have run, which
 * they may not have while the site loads: so it is read when it is needed, and not kept.
 */

const { parts } = require("velo/load");

module.exports = {
  /** @returns {Record<string, unknown> | undefined} what `backend/data.js` exports; undefined when there is none */
  get data() {
    return parts.data;
  },
};
