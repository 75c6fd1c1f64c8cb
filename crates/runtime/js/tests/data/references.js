test("what is sent", async () => {
  const w = world(() => "null");
  equal(await w.wixData.insertReference("movies", "actors", "m1", "a1"), undefined);
  equal([w.last.op, w.last.collection, w.last.argument, w.last.options], ["insertReference", "movies", { field: "actors", from: "m1", to: ["a1"] }, 0]);
  await w.wixData.removeReference("movies", "actors", { _id: "m1", title: "t" }, ["a1", { _id: "a2" }], { suppressAuth: true });
  equal([w.last.op, w.last.argument, w.last.options], ["removeReference", { field: "actors", from: "m1", to: ["a1", "a2"] }, 1]);
  await w.wixData.replaceReferences("movies", "actors", "m1", []);
  equal([w.last.op, w.last.argument.to], ["replaceReferences", []]);
});

test("isReferenced", async () => {
  const w = world(() => "true");
  equal(await w.wixData.isReferenced("movies", "actors", "m1", { _id: "a1" }), true);
  equal([w.last.op, w.last.argument], ["isReferenced", { field: "actors", from: "m1", to: ["a1"] }]);
  equal(await world(() => "false").wixData.isReferenced("c", "f", "a", "b"), false);
});

test("what a reference is", async () => {
  const { wixData } = world(() => "null");
  const message = "WDE0019: Reference operation takes a string ID or an object with an ID to be connected.";
  await rejects(wixData.insertReference("c", "f", 5, "b"), message);
  await rejects(wixData.insertReference("c", "f", "a", {}), message);
  await rejects(wixData.replaceReferences("c", "f", "a", ["b", null]), message);
  await rejects(wixData.isReferenced("c", "f", "a", ["b"]), message);
  await rejects(wixData.queryReferenced("c", "", "f"), message);
});

const rows = Array.from({ length: 60 }, (_, i) => stored({ _id: `a${i}`, when: { $date: i } }));
const host = (op, c, { skip, limit, total }) => ({ items: rows.slice(skip, skip + limit), ...(total ? { total: 60 } : {}) });

test("queryReferenced", async () => {
  const w = world(host);
  let result = await w.wixData.queryReferenced("movies", { _id: "m1" }, "actors");
  equal(w.last.argument, { field: "actors", from: "m1", order: "asc", skip: 0, limit: 50, fields: [], total: true });
  equal([result.items.length, result.totalCount, result.hasNext(), result.hasPrev()], [50, 60, true, false]);
  ok(result.items[1]._createdDate instanceof Date && result.items[1].when instanceof Date);
  equal(Object.keys(JSON.parse(JSON.stringify(result))), ["items", "totalCount"]);
  result = await result.next();
  equal([result.items.length, result.hasNext(), result.hasPrev()], [10, false, true]);
  await rejects(result.next(), "WDE0165: Invalid query on movies. There is no next page.");
  equal((await result.prev()).items[0]._id, "a0");
});

test("options of queryReferenced", async () => {
  const w = world(host);
  const result = await w.wixData.queryReferenced("c", "m", "f", { order: "desc", fields: ["a"], omitTotalCount: true, suppressAuth: true });
  equal([w.last.argument.order, w.last.argument.fields, w.last.argument.total, w.last.options], ["desc", ["a"], false, 1]);
  equal([result.totalCount, result.hasNext()], [undefined, true]);
  await result.next();
  equal([w.last.argument.skip, w.last.argument.order, w.last.options], [50, "desc", 1]);
  const message = "WDE0018: Options must be an object; its order is 'asc' or 'desc', its fields are an array of strings.";
  await rejects(w.wixData.queryReferenced("c", "m", "f", { order: "up" }), message);
  await rejects(w.wixData.queryReferenced("c", "m", "f", { fields: "a" }), message);
});
