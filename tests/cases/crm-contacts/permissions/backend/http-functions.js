import { ok } from "wix-http-functions";
import { contacts } from "wix-crm-backend";
import { elevate } from "wix-auth";

async function codeOf(work) {
  try {
    await work();
    return "done";
  } catch (error) {
    return error.code;
  }
}

export async function get_may() {
  const { contactId } = await contacts.appendOrCreateContact({ name: { first: "Ann" } });
  const refused = [
    await codeOf(() => contacts.getContact(contactId)),
    await codeOf(() => contacts.createContact({ name: { first: "B" } })),
    await codeOf(() => contacts.updateContact({ contactId, revision: 0 }, {})),
    await codeOf(() => contacts.deleteContact(contactId)),
    await codeOf(() => contacts.queryContacts().find()),
    await codeOf(() => contacts.findOrCreateLabel("x")),
    await codeOf(() => contacts.labelContact(contactId, ["custom.x"], { suppressAuth: false })),
  ];
  const elevated = await elevate(contacts.getContact)(contactId);
  const query = elevate(() => contacts.queryContacts())();
  return ok({
    body: {
      refused,
      elevated: elevated.info.name.first,
      queried: (await query.find()).length,
      suppressed: (await contacts.getContact(contactId, { suppressAuth: true })).info.name.first,
    },
  });
}
