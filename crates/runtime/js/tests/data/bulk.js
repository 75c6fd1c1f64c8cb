test("bulkInsert", async () => {
  const w = world(memory().host);
  await w.wixData.insert("c", { _id: "taken" });
  const items = [{ a: 1 }, { _id: "taken" }, { _id: "mine", when: new Date(5) }];
  const result = await w.wixData.bulkInsert("c", items);
  equal(Object.keys(result), ["inserted", "updated", "skipped", "insertedItemIds", "updatedItemIds", "errors"]);
  equal([result.inserted, result.updated, result.skipped, result.insertedItemIds, result.updatedItemIds], [2, 0, 1, ["id1", "mine"], []]);
  equal([items[0]._id, items[0]._owner, items[2]._createdDate instanceof Date, items[1]._createdDate], ["id1", OWNER, true, undefined]);
  equal(w.last.argument[2], { _id: "mine", when: { $date: 5 } });
});

test("errors of a bulk result are errors that a client can read", async () => {
  const { wixData } = world(memory().host);
  await wixData.insert("c", { _id: "taken" });
  const { errors } = await wixData.bulkInsert("c", [{ _id: "taken" }]);
  ok(errors[0] instanceof Error);
  equal(JSON.stringify(errors), '[{"message":"WDE0074: exists","code":"WD_ITEM_ALREADY_EXISTS","index":0,"itemId":"taken"}]');
});

test("bulkUpdate", async () => {
  const { wixData } = world(memory().host);
  await wixData.insert("c", { _id: "x", old: 1 });
  const result = await wixData.bulkUpdate("c", [{ _id: "x", a: 1 }, { _id: "none" }]);
  equal([result.inserted, result.updated, result.skipped, result.updatedItemIds], [0, 1, 1, ["x"]]);
  equal((await wixData.get("c", "x")).old, undefined);
});

test("bulkSave", async () => {
  const { wixData } = world(memory().host);
  await wixData.insert("c", { _id: "x" });
  const result = await wixData.bulkSave("c", [{ _id: "x" }, {}]);
  equal([result.inserted, result.updated, result.insertedItemIds, result.updatedItemIds], [1, 1, ["id1"], ["x"]]);
});

test("bulkRemove", async () => {
  const { wixData } = world(memory().host);
  await wixData.insert("c", { _id: "x" });
  const result = await wixData.bulkRemove("c", ["x", "none"]);
  equal(result, { removed: 1, skipped: 1, removedItemIds: ["x"], errors: [] });
});

test("options and replies that come later", async () => {
  const { host } = memory();
  const w = world((...call) => Promise.resolve(host(...call)));
  equal((await w.wixData.bulkInsert("c", [{}], { suppressAuth: true })).inserted, 1);
  equal(w.last.options, 1);
});

test("a thousand", async () => {
  const { wixData } = world(memory().host);
  equal((await wixData.bulkInsert("c", Array.from({ length: 1000 }, () => ({})))).inserted, 1000);
});
