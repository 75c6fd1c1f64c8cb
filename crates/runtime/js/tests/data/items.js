test("get", async () => {
  const { host } = memory();
  const w = world(host);
  equal(await w.wixData.get("c", "missing"), null);
  await w.wixData.insert("c", { _id: "x", a: 1 });
  const item = await w.wixData.get("c", "x", { consistentRead: true });
  equal([item._id, item.a, w.last.options], ["x", 1, 0]);
});

test("insert gives the item and writes into the caller's", async () => {
  const { wixData } = world(memory().host);
  const given = { title: "t", when: new Date(5) };
  const item = await wixData.insert("c", given);
  ok(item !== given, "another object");
  equal(Object.keys(item), ["_id", "_owner", "_createdDate", "_updatedDate", "title", "when"]);
  equal([item._id, item.title, item.when], ["id1", "t", new Date(5)]);
  equal([given._id, given._owner, given.title, given.when], ["id1", OWNER, "t", new Date(5)]);
  equal([given._createdDate, given._updatedDate], [item._createdDate, item._updatedDate]);
  ok(given._createdDate !== item._createdDate, "dates of its own");
  await rejects(wixData.insert("c", { _id: "id1" }), "WDE0074: exists", "WD_ITEM_ALREADY_EXISTS");
});

test("what cannot be changed is stored all the same", async () => {
  const { wixData } = world(memory().host);
  equal((await wixData.insert("c", Object.freeze({ a: 1 }))).a, 1);
});

test("a failed insert changes nothing", async () => {
  const { wixData } = world(() => failure("WDE0027", "no"));
  const given = { a: 1 };
  await rejection(wixData.insert("c", given));
  equal(given, { a: 1 });
});

test("update replaces", async () => {
  const { wixData } = world(memory().host);
  const first = await wixData.insert("c", { a: 1, b: 2 });
  const given = { _id: first._id, a: 3 };
  const item = await wixData.update("c", given);
  equal(Object.keys(item), ["_id", "_owner", "_createdDate", "_updatedDate", "a"]);
  equal(item._createdDate, first._createdDate);
  ok(item._updatedDate > first._updatedDate);
  equal([given._owner, given._updatedDate], [OWNER, item._updatedDate]);
  await rejects(wixData.update("c", { _id: "none" }), "WDE0073: Item none does not exist in collection c.", "WD_ITEM_DOES_NOT_EXIST");
});

test("save inserts and updates", async () => {
  const { wixData } = world(memory().host);
  const first = await wixData.save("c", { _id: "mine", a: 1 });
  const second = await wixData.save("c", { _id: "mine", b: 2 });
  equal([first.a, second.a, second.b], [1, undefined, 2]);
  const given = {};
  await wixData.save("c", given);
  equal(given._id, "id1");
});

test("remove", async () => {
  const { wixData } = world(memory().host);
  await wixData.insert("c", { _id: "x", a: 1 });
  const removed = await wixData.remove("c", "x");
  equal([removed.a, removed._createdDate instanceof Date], [1, true]);
  equal(await wixData.remove("c", "x"), null);
});

test("truncate", async () => {
  const { host, rows } = memory();
  const w = world(host);
  await w.wixData.insert("c", {});
  equal(await w.wixData.truncate("c", { suppressAuth: true }), null);
  equal([rows.size, w.last.options], [0, 1]);
});

test("options of each", async () => {
  const w = world(memory().host);
  await w.wixData.insert("c", { _id: "x" }, { suppressAuth: true, suppressHooks: true });
  equal(w.last.options, 1);
  await w.wixData.update("c", { _id: "x" }, undefined);
  equal(w.last.options, 0);
  await w.wixData.save("c", { _id: "x" }, { suppressAuth: false });
  equal(w.last.options, 0);
  await w.wixData.remove("c", "x", { suppressAuth: true });
  equal(w.last.options, 1);
});

test("functions stand alone", async () => {
  const { wixData } = world(memory().host);
  const { insert, get, query } = wixData;
  await insert("c", { _id: "x" });
  equal((await get("c", "x"))._id, "x");
  equal((await query("c").find()).totalCount, 1);
});

test("the module", () => {
  const { wixData } = world(memory().host);
  equal(Object.keys(wixData).sort(), "aggregate bulkInsert bulkRemove bulkSave bulkUpdate filter get insert insertReference isReferenced query queryReferenced remove removeReference replaceReferences save sort truncate update".split(" "));
  ok(wixData.default === wixData);
  for (const name of Object.keys(wixData)) equal(wixData[name].name, name);
});
