const values = ["a", "b", { $date: 5 }, 4, "e"];
const host = (op, c, { query: { skip, limit, total } }) => ({ items: values.slice(skip, skip + limit), ...(total ? { total: 5 } : {}) });

test("what is sent and found", async () => {
  const w = world(host);
  const result = await w.wixData.query("c").eq("x", 1).limit(3).distinct("state");
  equal(w.last.argument, {
    field: "state",
    query: { filter: { x: { $eq: 1 } }, sort: [{ field: "state", order: "asc" }], skip: 0, limit: 3, total: true },
  });
  equal([result.items, result.totalCount, result.totalPages, result.hasNext()], [["a", "b", new Date(5)], 5, 2, true]);
  equal((await result.next()).items, [4, "e"]);
  equal((await (await result.next()).prev()).items.length, 3);
});

test("order follows the query's", async () => {
  const w = world(host);
  await w.wixData.query("c").ascending("other").descending("state").distinct("state");
  equal(w.last.argument.query.sort, [{ field: "state", order: "desc" }]);
  await w.wixData.query("c").descending("other").distinct("state");
  equal(w.last.argument.query.sort, [{ field: "state", order: "asc" }]);
});

test("options", async () => {
  const w = world(host);
  const result = await w.wixData.query("c").distinct("a", { omitTotalCount: true, suppressAuth: true });
  equal([w.last.argument.query.total, w.last.options, result.totalCount], [undefined, 1, undefined]);
});

test("its query is the one it was made from", async () => {
  const w = world((op, ...rest) => (op === "query" ? { items: [], total: 0 } : host(op, ...rest)));
  const result = await w.wixData.query("c").eq("x", 1).distinct("state");
  await result.query.find();
  equal(w.last.argument, { filter: { x: { $eq: 1 } }, limit: 50, total: true });
});

test("the field is a string", async () => {
  const { wixData } = world(host);
  await rejects(wixData.query("c").distinct(), "Failed to perform query on [c].\nWDE0048: Invalid distinct field value undefined. distinct field must be a string.");
});

test("hooks see it", async () => {
  const seen = [];
  const w = world(host, {
    hooks: {
      c_beforeDistinct(distinct, context) {
        seen.push([distinct.getPropertyName(), distinct.isAscending(), distinct.isDescending(), context.collectionName]);
        return distinct.propertyName("other").descending().limit(2).skip(1).filter(distinct.getFilter().eq("y", 2));
      },
      c_afterDistinct: (item) => (typeof item === "string" ? item.toUpperCase() : undefined),
    },
  });
  const result = await w.wixData.query("c").eq("x", 1).distinct("state");
  equal(seen, [["state", true, false, "c"]]);
  equal(w.last.argument, {
    field: "other",
    query: { filter: { $and: [{ x: { $eq: 1 } }, { y: { $eq: 2 } }] }, sort: [{ field: "other", order: "desc" }], skip: 1, limit: 2, total: true },
  });
  equal(result.items, ["B", new Date(5)]);
  w.state.hooks = { c_beforeDistinct: (distinct) => distinct.limit(0).ascending() };
  await rejects(w.wixData.query("c").distinct("a"), "Failed to perform distinct on [c].\nWDE0033: Invalid limit parameter 0. limit parameter must be a positive number.");
});
