const hooked = (hooks) => {
  const { host, rows } = memory();
  return Object.assign(world(host, { hooks }), { rows });
};

test("bulkInsert, for each item", async () => {
  const after = [];
  const w = hooked({ c_beforeInsert: async (item) => ({ ...item, seen: true }), c_afterInsert: (item) => void after.push([item._id, item._createdDate instanceof Date]) });
  await w.wixData.insert("c", { _id: "taken" }, { suppressHooks: true });
  const items = [{ _id: "a" }, { _id: "taken" }, { _id: "b" }];
  const result = await w.wixData.bulkInsert("c", items);
  equal([result.inserted, result.skipped, result.insertedItemIds, result.errors.length], [2, 1, ["a", "b"], 1]);
  equal([after, w.rows.get("a").seen, items[2]._createdDate instanceof Date], [[["a", true], ["b", true]], true, true]);
});

test("what a hook refuses is skipped and told of", async () => {
  const w = hooked({
    c_beforeInsert(item) { if (item.n === 1) throw new Error("odd one"); return item; },
    c_afterInsert(item) { if (item.n === 2) throw new Error("late"); },
  });
  const items = [{ n: 0 }, { n: 1 }, { n: 2 }];
  const result = await w.wixData.bulkInsert("c", items);
  equal([result.inserted, result.skipped], [2, 1]);
  equal(JSON.parse(JSON.stringify(result.errors)), [
    { message: "WDE0078: odd one", code: "WD_VALIDATION_ERROR", index: 1 },
    { message: "WDE0078: late", code: "WD_VALIDATION_ERROR", index: 2, itemId: "id2" },
  ]);
  equal([items[0]._id, items[1]._id, items[2]._id], ["id1", undefined, "id2"]);
});

test("nothing left to write", async () => {
  const w = hooked({ c_beforeInsert() { throw new Error("no"); }, c_beforeRemove() { throw new Error("no"); } });
  const result = await w.wixData.bulkInsert("c", [{}, {}]);
  equal([result.inserted, result.skipped, result.errors.length, w.calls.length], [0, 2, 2, 0]);
  equal((await w.wixData.bulkRemove("c", ["a"])).skipped, 1);
});

test("indexes of the host's errors are the caller's", async () => {
  const w = hooked({ c_beforeInsert(item) { if (item.bad) throw new Error("bad"); } });
  await w.wixData.insert("c", { _id: "taken" });
  const { errors } = await w.wixData.bulkInsert("c", [{ bad: true }, { _id: "ok" }, { _id: "taken" }]);
  equal(errors.map((error) => error.index), [0, 2]);
});

test("onFailure may settle it", async () => {
  const w = hooked({ c_beforeInsert() { throw new Error("no"); }, c_onFailure: async () => ({}) });
  const result = await w.wixData.bulkInsert("c", [{}]);
  equal([result.inserted, result.skipped, result.errors], [0, 1, []]);
});

test("bulkUpdate and bulkSave have currentItem", async () => {
  const seen = [];
  const note = (name) => (item, context) => void seen.push(`${name} ${item._id} ${context.currentItem?.n}`);
  const w = hooked({ c_beforeUpdate: note("beforeUpdate"), c_afterUpdate: note("afterUpdate"), c_beforeInsert: note("beforeInsert"), c_afterInsert: note("afterInsert") });
  await w.wixData.insert("c", { _id: "x", n: 1 }, { suppressHooks: true });
  await w.wixData.bulkUpdate("c", [{ _id: "x", n: 2 }, { _id: "none" }]);
  equal(seen.splice(0), ["beforeUpdate x 1", "beforeUpdate none undefined", "afterUpdate x 1"]);
  await w.wixData.bulkSave("c", [{ _id: "x", n: 3 }, { _id: "new" }, {}]);
  equal(seen, ["beforeUpdate x 2", "beforeInsert new undefined", "beforeInsert undefined undefined", "afterUpdate x 2", "afterInsert new undefined", "afterInsert id1 undefined"]);
});

test("bulkRemove", async () => {
  const seen = [];
  const w = hooked({
    c_beforeRemove: (id, context) => (seen.push(`before ${id} ${context.currentItem?.n}`), id === "alias" ? "y" : undefined),
    c_afterRemove: (item) => void seen.push(`after ${item._id}`),
  });
  await w.wixData.insert("c", { _id: "x", n: 1 });
  await w.wixData.insert("c", { _id: "y", n: 2 });
  const result = await w.wixData.bulkRemove("c", ["x", "none", "alias"]);
  equal(result, { removed: 2, skipped: 1, removedItemIds: ["x", "y"], errors: [] });
  equal(seen, ["before x 1", "before none undefined", "before alias undefined", "after x", "after y"]);
});
