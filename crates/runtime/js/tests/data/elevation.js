test("elevated calls are without permissions", async () => {
  const { host } = memory();
  const w = world((op, ...rest) => (op === "isReferenced" ? "true" : host(op, ...rest)));
  const { wixData } = w;
  await w.elevated(() => wixData.insert("c", { _id: "x" }));
  equal(w.last.options, 1);
  await wixData.get("c", "x");
  equal(w.last.options, 0);
  await w.elevated(() => wixData.get("c", "x", { suppressAuth: false }));
  equal(w.last.options, 1);
  await w.elevated(() => wixData.bulkRemove("c", ["x"]));
  equal(w.last.options, 1);
  await w.elevated(() => wixData.isReferenced("c", "f", "a", "b"));
  equal(w.last.options, 1);
});

test("builders remember it, and their pages", async () => {
  const w = world(() => ({ items: [1, 2], total: 9, more: true }));
  const query = w.elevated(() => w.wixData.query("c"));
  const result = await query.eq("a", 1).limit(2).find();
  equal(w.last.options, 1);
  await result.next();
  equal(w.last.options, 1);
  await result.query.count();
  equal(w.last.options, 1);
  await w.elevated(() => w.wixData.aggregate("c")).run();
  equal(w.last.options, 1);
  await w.wixData.query("c").find();
  equal(w.last.options, 0);
  await w.elevated(() => w.wixData.query("c").find());
  equal(w.last.options, 1);
});
