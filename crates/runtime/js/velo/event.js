/**
 * Runs a handler of `backend/events.js` for something that happened to a document or a contact.
 */

const { loadPart } = require("velo/parts");

const NativeDate = Date;
const OPTIONS = { suppressAuth: true, suppressHooks: true };

/** @param {string} handler @returns {Promise<Function | null>} */
async function find(handler) {
  const exported = await loadPart("events");
  const fn = exported?.[handler];
  return typeof fn === "function" ? fn : null;
}

/** The contact, where the runtime has contacts and this one is still there. */
async function contactOf(id) {
  const file = native.hostModule("wix-crm-backend");
  if (file === undefined) return { _id: id };
  try {
    return { ...(await require(file).contacts.getContact(id, OPTIONS)), _id: id };
  } catch {
    return { _id: id };
  }
}

/**
 * What the documentation calls the entity: the document with its collection; of a contact, the contact.
 * It is as it is now, not as it was when it changed; of one that is gone there is its id.
 */
async function entityOf({ collection, id }) {
  if (collection === null) return contactOf(id);
  const item = await require("velo/data/wix_data").get(collection, id, OPTIONS);
  const entity = { _id: id, dataCollectionId: collection };
  return item === null ? entity : { ...entity, data: item };
}

/**
 * @param {{ handler: string, eventId: string, atMs: number, id: string, collection: string | null }} event
 * @returns {Promise<boolean>} whether there is such a handler
 */
exports.run = async function run(event) {
  const handler = await find(event.handler);
  if (handler === null) return false;
  await handler({
    entity: await entityOf(event),
    metadata: {
      id: event.eventId,
      entityId: event.id,
      eventTime: new NativeDate(event.atMs),
      triggeredByAnonymizeRequest: false,
    },
  });
  return true;
};
