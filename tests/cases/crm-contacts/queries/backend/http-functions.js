import { ok } from "wix-http-functions";
import { contacts } from "wix-crm-backend";

const open = { suppressAuth: true };
const firsts = ({ items }) => items.map(({ info }) => info.name.first);

export async function get_find() {
  const { label } = await contacts.findOrCreateLabel("VIP", open);
  await contacts.createContact({ name: { first: "Cid" }, labelKeys: [label.key] }, open);
  await contacts.createContact({ name: { first: "Ann" }, phones: [{ phone: "+1 555" }], extendedFields: { "custom.size": "M" } }, open);
  await contacts.createContact({ name: { first: "Bob" }, emails: [{ email: "bob@example.com" }] }, open);
  const sorted = () => contacts.queryContacts().ascending("info.name.first");
  const find = async (query) => firsts(await query.find(open));
  const page = await sorted().limit(2).find(open);
  const next = await page.next();
  let unknown;
  try {
    await contacts.queryContacts().eq("info.nothing", 1).find(open);
  } catch (error) {
    unknown = error.message.includes('There is no field "info.nothing"');
  }
  let wrong;
  try {
    await contacts.queryContacts().eq(1, 1).find(open);
  } catch (error) {
    wrong = /WDE\d+/.exec(error.message)[0];
  }
  let absent;
  try {
    contacts.queryContacts().contains("info.name.first", "A");
  } catch (error) {
    absent = error.name;
  }
  return ok({
    body: {
      byFirst: await find(sorted()),
      byEmail: await find(contacts.queryContacts().eq("info.emails.email", "bob@example.com")),
      byPhone: await find(contacts.queryContacts().eq("primaryInfo.phone", "+1 555")),
      startsWith: await find(contacts.queryContacts().startsWith("info.name.first", "an")),
      either: await find(sorted().eq("info.name.first", "Ann").or(contacts.queryContacts().eq("info.name.first", "Cid"))),
      not: await find(sorted().not(contacts.queryContacts().eq("info.name.first", "Ann"))),
      labelled: await find(contacts.queryContacts().hasSome("info.labelKeys", [label.key])),
      sized: await find(contacts.queryContacts().eq("info.extendedFields.custom.size", "M")),
      recent: (await contacts.queryContacts().gt("_createdDate", new Date(2020, 1, 1)).find(open)).length,
      page: {
        items: firsts(page),
        length: page.length,
        pageSize: page.pageSize,
        totalCount: page.totalCount,
        hasNext: page.hasNext(),
        hasPrev: page.hasPrev(),
      },
      next: { items: firsts(next), hasNext: next.hasNext(), hasPrev: next.hasPrev() },
      again: await find(page.query.limit(10)),
      unknown,
      wrong,
      absent,
    },
  });
}
