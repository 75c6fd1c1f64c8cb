/**
 * The module `wix-secrets-backend`. The exports are its default object too.
 */

const { value, list, create, update, remove } = require("velo/secrets/calls");
const { defineProperty } = Object;

/** @param {string} name @returns {Promise<string>} */
exports.getSecret = (name) => value("getSecret", name);

/** @returns {Promise<{id: string, name: string, description: string, createdDate: Date, updatedDate: Date}[]>} */
exports.listSecretInfo = async () => {
  const rows = await list();
  for (let i = 0; i < rows.length; i++) {
    const { id, name, description, created, updated } = rows[i];
    rows[i] = /** @type {any} */ ({ id, name, description, createdDate: created, updatedDate: updated });
  }
  return /** @type {any} */ (rows);
};

/** @param {{name: string, value: string, description?: string}} secret @returns {Promise<string>} its id */
exports.createSecret = (secret) => create("createSecret", secret);

/** @param {string} id @param {{name?: string, value?: string, description?: string}} secret @returns {Promise<void>} */
exports.updateSecret = (id, secret) => update("updateSecret", id, secret);

/** @param {string} id @returns {Promise<void>} */
exports.deleteSecret = (id) => remove("deleteSecret", id);

// For `require("wix-secrets-backend").default`; an import's default is the exports object anyway.
defineProperty(exports, "default", { __proto__: null, value: exports, enumerable: false });
