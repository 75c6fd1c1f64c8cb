/**
 * What the modules of secrets have in common: arguments are checked here, the host does the rest.
 * Functions that check take the name by which the site's code called them, for messages.
 */

const { ask } = require("velo/service");

const NativeTypeError = TypeError;
const NativeDate = Date;

/** @param {string} who @param {string} wanted @param {unknown} given */
function mistake(who, wanted, given) {
  // The value is not shown: it may be a secret in the wrong place.
  const error = /** @type {any} */ (new NativeTypeError(`${who} takes ${wanted}, not ${given === null ? "null" : typeof given}`));
  error.code = "SECRET_ARGUMENT_INVALID";
  return error;
}

/** @param {string} who @param {string} what @param {unknown} given */
function text(who, what, given) {
  if (typeof given !== "string") throw mistake(who, what, given);
  return given;
}

/** @param {string} who @param {string} what @param {unknown} given */
function optional(who, what, given) {
  return given === undefined || given === null ? undefined : text(who, what, given);
}

/** @param {string} who @param {any} secret */
function object(who, secret) {
  if (typeof secret !== "object" || secret === null) throw mistake(who, "an object with the secret's fields", secret);
  return secret;
}

/** @param {string} who @param {unknown} name @returns {Promise<string>} */
exports.value = async (who, name) => ask("secrets", "get", { name: text(who, "a secret's name (a string)", name) });

/**
 * @returns {Promise<{id: string, name: string, description: string, created: Date, updated: Date}[]>}
 */
exports.list = async () => {
  const rows = await ask("secrets", "list", null);
  for (let i = 0; i < rows.length; i++) {
    const { id, name, description, createdMs, updatedMs } = rows[i];
    rows[i] = { id, name, description, created: new NativeDate(createdMs), updated: new NativeDate(updatedMs) };
  }
  return rows;
};

/** @param {string} who @param {unknown} secret @returns {Promise<string>} the new secret's id */
exports.create = async (who, secret) => {
  const { name, value, description } = object(who, secret);
  return ask("secrets", "create", {
    name: text(who, "a name (a string)", name),
    value: text(who, "a value (a string)", value),
    description: optional(who, "a description (a string)", description),
  });
};

/** @param {string} who @param {unknown} id @param {unknown} secret @returns {Promise<void>} */
exports.update = async (who, id, secret) => {
  const { name, value, description } = object(who, secret);
  await ask("secrets", "update", {
    id: text(who, "a secret's id (a string)", id),
    secret: {
      name: optional(who, "a name (a string)", name),
      value: optional(who, "a value (a string)", value),
      description: optional(who, "a description (a string)", description),
    },
  });
};

/** @param {string} who @param {unknown} id @returns {Promise<void>} */
exports.remove = async (who, id) => {
  await ask("secrets", "delete", { id: text(who, "a secret's id (a string)", id) });
};
