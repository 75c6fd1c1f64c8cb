/**
 * `secrets.set({ NAME: value })`: what the secrets manager gives in tests. Real secrets are not there.
 */

const { askTestHostNow } = require("velo/testing/host");

/** @type {Record<string, string>} */
let values = { __proto__: null };

const tell = () => askTestHostNow("secrets", { ...values });

exports.secrets = {
  /** @param {Record<string, string>} more */
  set(more) {
    for (const [name, value] of Object.entries(more)) {
      if (typeof value !== "string") throw new TypeError(`secrets.set: the value of "${name}" must be a string`);
      values = { __proto__: null, ...values, [name]: value };
    }
    tell();
  },

  clear() {
    values = { __proto__: null };
    tell();
  },
};

/** @returns {() => void} puts back the secrets there are now */
exports.rememberSecrets = function rememberSecrets() {
  const before = values;
  return () => {
    if (values === before) return;
    values = before;
    tell();
  };
};
