import { ok } from "wix-http-functions";
import { contacts } from "wix-crm-backend";

const open = { suppressAuth: true };

async function codeOf(work) {
  try {
    await work();
    return "done";
  } catch (error) {
    return error.code;
  }
}

export async function get_life() {
  const made = await contacts.createContact(
    {
      name: { first: "Ari", last: "Thereyet" },
      emails: [{ email: "home@example.com" }, { tag: "WORK", email: "ari@example.com", primary: true }],
      phones: [{ tag: "MOBILE", countryCode: "US", phone: "601-081-124", primary: true }],
      company: "Wix",
      extendedFields: { "custom.size": "M" },
    },
    open,
  );
  const taken = await codeOf(() => contacts.createContact({ emails: [{ email: "ARI@example.com" }] }, open));
  const appended = await contacts.appendOrCreateContact({
    name: { first: "Other" },
    emails: [{ email: "ari@example.com" }, { email: "new@example.com" }],
    locale: "en",
  });
  const after = await contacts.getContact(made._id, open);
  const identifiers = { contactId: made._id, revision: after.revision };
  const updated = await contacts.updateContact(identifiers, { name: { first: "Zed" }, emails: [{ email: "only@example.com" }] }, open);
  const stale = await codeOf(() => contacts.updateContact(identifiers, { company: "x" }, open));
  await contacts.deleteContact(made._id, open);
  const gone = await codeOf(() => contacts.getContact(made._id, open));
  return ok({
    body: {
      made: {
        revision: made.revision,
        name: made.info.name,
        primary: made.primaryInfo,
        dates: made._createdDate instanceof Date && made._updatedDate instanceof Date && made.lastActivity.activityDate instanceof Date,
        tags: made.info.emails.map(({ tag }) => tag),
        phone: made.info.phones[0],
        company: made.info.company,
        shown: made.info.extendedFields["contacts.displayByFirstName"],
        size: made.info.extendedFields["custom.size"],
      },
      taken,
      appended: appended.contactId === made._id && appended.identityType === "CONTACT",
      after: { name: after.info.name, emails: after.info.emails.map(({ email }) => email), locale: after.info.locale },
      updated: {
        revision: updated.revision,
        name: updated.info.name,
        emails: updated.info.emails.map(({ email }) => email),
        company: updated.info.company,
      },
      stale,
      gone,
      nameless: [
        await codeOf(() => contacts.createContact({ company: "x" }, open)),
        await codeOf(() => contacts.appendOrCreateContact({ emails: [{ email: "no" }] })),
        await codeOf(() => contacts.getContact("", open)),
      ],
    },
  });
}
