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

/** Shorter values would be found where they are not meant. */
const CONCEALED_LENGTH_MIN = 6;

/** @returns {[string, string][]} what no file may hold, and what stands there; the longest first: another may be part of it */
function concealed() {
  const pairs = Object.entries(values).filter(([, value]) => value.length >= CONCEALED_LENGTH_MIN);
  pairs.sort(([, a], [, b]) => b.length - a.length);
  return pairs.flatMap(([name, value]) => [
    [value, `{{secret ${name}}}`],
    [encodeURIComponent(value), `{{secret ${name} encoded}}`],
  ]);
}

/** @param {string} text @returns {string} the same with the names of secrets in the place of their values */
exports.conceal = function conceal(text) {
  for (const [value, place] of concealed()) text = text.replaceAll(value, () => place);
  return text;
};

/** @param {string} text @returns {string} with values in the place of names */
exports.reveal = function reveal(text) {
  for (const [value, place] of concealed()) text = text.replaceAll(place, () => value);
  return text;
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
