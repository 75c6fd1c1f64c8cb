/**
 * The modules `wix-secrets-backend.v2` and `@wix/secrets`: `secrets`.
 *
 * Wix asks for elevated permissions here. Backend code can elevate itself, so nothing would be
 * protected by asking: these work with `elevate` and without.
 */

const { value, list, create, update, remove } = require("velo/secrets/calls");

exports.secrets = {
  /** @param {string} name @returns {Promise<{value: string}>} */
  async getSecretValue(name) {
    return { value: await value("getSecretValue", name) };
  },

  /** @returns {Promise<{secrets: {_id: string, name: string, description: string, _createdDate: Date, _updatedDate: Date}[]}>} */
  async listSecretInfo() {
    const rows = await list();
    for (let i = 0; i < rows.length; i++) {
      const { id, name, description, created, updated } = rows[i];
      rows[i] = /** @type {any} */ ({ _id: id, name, description, _createdDate: created, _updatedDate: updated });
    }
    return { secrets: /** @type {any} */ (rows) };
  },

  /** @param {{name: string, value: string, description?: string}} secret @returns {Promise<{_id: string}>} */
  async createSecret(secret) {
    return { _id: await create("createSecret", secret) };
  },

  /** @param {string} _id @param {{name?: string, value?: string, description?: string}} secret @returns {Promise<void>} */
  updateSecret: (_id, secret) => update("updateSecret", _id, secret),

  /** @param {string} _id @returns {Promise<void>} */
  deleteSecret: (_id) => remove("deleteSecret", _id),
};
