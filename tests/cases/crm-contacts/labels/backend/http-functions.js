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

export async function get_labels() {
  const { label, newLabel } = await contacts.findOrCreateLabel("Active Customer", open);
  const { newLabel: found } = await contacts.findOrCreateLabel("Active Customer", open);
  const { contactId } = await contacts.appendOrCreateContact({ name: { first: "Ann" } });
  const given = await contacts.labelContact(contactId, [label.key, "contacts.customers"], open);
  const taken = await contacts.unlabelContact(contactId, [label.key], open);
  const renamed = await contacts.renameLabel(label.key, "Silver", open);
  const all = await contacts.queryLabels().ascending("displayName").find(open);
  const unknown = await codeOf(() => contacts.labelContact(contactId, ["custom.none"], open));
  const none = await codeOf(() => contacts.labelContact(contactId, [], open));
  const system = await codeOf(() => contacts.deleteLabel("contacts.customers", open));
  await contacts.deleteLabel(label.key, open);
  const { key, displayName, labelType, namespace } = label;
  return ok({
    body: {
      made: { key, displayName, labelType, namespace, isNew: newLabel, dates: label._createdDate instanceof Date },
      found,
      given: given.info.labelKeys,
      taken: taken.info.labelKeys,
      renamed: renamed.displayName,
      all: all.items.map((one) => one.displayName),
      deleted: await codeOf(() => contacts.getLabel(label.key, open)),
      system,
      unknown,
      none,
    },
  });
}
