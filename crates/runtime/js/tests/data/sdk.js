test("insert, update and save leave the caller's object alone", async () => {
  const { items } = world(memory().host);
  const given = { a: 1 };
  const item = await items.insert("c", given);
  equal([given, item._id], [{ a: 1 }, "id1"]);
  const change = { _id: "id1", a: 2 };
  await items.update("c", change);
  await items.save("c", change);
  const many = [{ b: 1 }];
  await items.bulkInsert("c", many);
  equal([change, many], [{ _id: "id1", a: 2 }, [{ b: 1 }]]);
});

test("no suppressAuth", async () => {
  const w = world(memory().host);
  await w.items.get("c", "x", { suppressAuth: true });
  equal(w.last.options, 0);
  await w.elevated(() => w.items.get("c", "x"));
  equal(w.last.options, 1);
  await rejects(w.items.get("c", "x", { suppressHooks: 5 }), "WDE0018: Options must be an object with one or all of the following boolean properties: suppressHooks, consistentRead.");
});

test("totals only when asked for", async () => {
  const w = world((op, c, { total }) => ({ items: [stored({})], ...(total ? { total: 3 } : {}) }));
  let result = await w.items.query("c").limit(1).find();
  equal([w.last.argument.total, result.totalCount, result.totalPages, result.hasNext()], [undefined, undefined, undefined, true]);
  result = await w.items.query("c").limit(1).find({ returnTotalCount: true });
  equal([w.last.argument.total, result.totalCount, result.totalPages], [true, 3, 3]);
  equal(Object.keys(result), ["items", "length", "pageSize", "currentPage", "totalCount", "totalPages"]);
  equal([result.query, result.partialIncludes], [undefined, undefined]);
  const message = "WDE0018: Options must be an object with one or all of the following boolean properties: suppressHooks, consistentRead, returnTotalCount.";
  await rejects(w.items.query("c").find({ returnTotalCount: "yes" }), message);
});

test("queryReferenced", async () => {
  const w = world((op, c, { total }) => ({ items: [stored({})], ...(total ? { total: 1 } : {}) }));
  equal((await w.items.queryReferenced("c", "a", "f")).totalCount, undefined);
  equal((await w.items.queryReferenced("c", "a", "f", { returnTotalCount: true, order: "desc" })).totalCount, 1);
});

test("aggregations count their rows when asked", async () => {
  const w = world((op, c, { skip, limit }) => ({ items: Array.from({ length: Math.min(limit, 2500 - skip) }, () => ({})), more: skip + limit < 2500 }));
  const result = await w.items.aggregate("c").group("a").limit(10).run({ returnTotalCount: true });
  equal([result.length, result.totalCount, result.totalPages], [10, 2500, 250]);
  equal((await w.items.aggregate("c").group("a").run()).totalCount, undefined);
});

test("bulk results are whole", async () => {
  const { items } = world(memory().host);
  const keys = ["inserted", "updated", "removed", "skipped", "insertedItemIds", "updatedItemIds", "removedItemIds", "errors"];
  equal(Object.keys(await items.bulkInsert("c", [{ _id: "a" }])), keys);
  equal(Object.keys(await items.bulkRemove("c", ["a"])), keys);
});

test("errors", async () => {
  const { items } = world(memory().host);
  const error = await rejection(items.update("c", { _id: "none" }));
  equal(error.details.applicationError.code, "WDE0073");
});

test("filters and what is not here", () => {
  const { items } = world(memory().host);
  ok(items.query("c").or(items.filter().eq("a", 1)));
  throws(() => items.patch("c", "x"), { message: "@wix/data.items.patch is not available in this runtime", code: "NOT_AVAILABLE" });
});
