/**
 * `contacts` of `wix-crm-backend`: the people that the signed API knows too.
 *
 * All but `appendOrCreateContact` need the permission to manage contacts, which callers of HTTP
 * functions do not have: backend code passes `suppressAuth` or goes through `elevate`.
 */

const { contacts, dated, isLifted, object, text, wrong } = require("velo/crm/asking");
const { queryContacts, queryLabels } = require("velo/crm/queries");
const { stub } = require("velo/stub");
const { isArray } = Array;

/** @param {unknown} keys @returns {string[]} */
function labelKeys(keys) {
  if (isArray(keys) && keys.length > 0) return keys;
  throw wrong("labelKeys must be an array of at least one label's key.");
}

exports.appendOrCreateContact = async function appendOrCreateContact(contactInfo) {
  return await contacts("appendOrCreate", { info: object("contactInfo", contactInfo) }, true);
};

exports.createContact = async function createContact(contactInfo, options) {
  const argument = { info: object("contactInfo", contactInfo), allowDuplicates: options?.allowDuplicates === true };
  return dated(await contacts("create", argument, isLifted(options)));
};

exports.getContact = async function getContact(contactId, options) {
  return dated(await contacts("get", { id: text("contactId", contactId) }, isLifted(options)));
};

exports.updateContact = async function updateContact(identifiers, contactInfo, options) {
  const { contactId, revision } = object("identifiers", identifiers);
  if (typeof revision !== "number") throw wrong("identifiers.revision must be a number: that of the contact as it was read.");
  const argument = { id: text("identifiers.contactId", contactId), revision, info: object("contactInfo", contactInfo) };
  return dated(await contacts("update", argument, isLifted(options)));
};

exports.deleteContact = async function deleteContact(contactId, options) {
  await contacts("delete", { id: text("contactId", contactId) }, isLifted(options));
};

exports.labelContact = async function labelContact(contactId, keys, options) {
  const argument = { id: text("contactId", contactId), keys: labelKeys(keys) };
  return dated(await contacts("label", argument, isLifted(options)));
};

exports.unlabelContact = async function unlabelContact(contactId, keys, options) {
  const argument = { id: text("contactId", contactId), keys: labelKeys(keys) };
  return dated(await contacts("unlabel", argument, isLifted(options)));
};

exports.findOrCreateLabel = async function findOrCreateLabel(displayName, options) {
  const found = await contacts("findOrCreateLabel", { name: text("displayName", displayName) }, isLifted(options));
  dated(found.label);
  return found;
};

exports.getLabel = async function getLabel(key, options) {
  return dated(await contacts("getLabel", { id: text("key", key) }, isLifted(options)));
};

exports.renameLabel = async function renameLabel(key, displayName, options) {
  const argument = { id: text("key", key), name: text("displayName", displayName) };
  return dated(await contacts("renameLabel", argument, isLifted(options)));
};

exports.deleteLabel = async function deleteLabel(key, options) {
  await contacts("deleteLabel", { id: text("key", key) }, isLifted(options));
};

exports.queryContacts = queryContacts;
exports.queryLabels = queryLabels;

// Not here: reading them works, a call says so. Values of extended fields are kept all the same.
const { contacts: absent } = stub("wix-crm-backend");
exports.deleteExtendedField = absent.deleteExtendedField;
exports.findOrCreateExtendedField = absent.findOrCreateExtendedField;
exports.getExtendedField = absent.getExtendedField;
exports.queryExtendedFields = absent.queryExtendedFields;
exports.renameExtendedField = absent.renameExtendedField;
