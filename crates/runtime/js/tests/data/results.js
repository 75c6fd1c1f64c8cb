const rows = Array.from({ length: 7 }, (_, i) => stored({ _id: `i${i}`, n: i }));
const paged = (op, collection, { skip = 0, limit = 50, total }) => ({ items: rows.slice(skip, skip + limit), ...(total ? { total: rows.length } : {}) });

test("what a result tells", async () => {
  const { wixData } = world(paged);
  const result = await wixData.query("c").limit(3).find();
  equal([result.length, result.pageSize, result.currentPage, result.totalCount, result.totalPages, result.partialIncludes], [3, 3, 0, 7, 3, false]);
  equal(result.items.map((item) => item.n), [0, 1, 2]);
  equal([result.hasNext(), result.hasPrev()], [true, false]);
});

test("pages", async () => {
  const { wixData } = world(paged);
  let result = await wixData.query("c").limit(3).find();
  const seen = [...result.items];
  while (result.hasNext()) {
    result = await result.next();
    seen.push(...result.items);
  }
  equal(seen.map((item) => item.n), [0, 1, 2, 3, 4, 5, 6]);
  equal([result.length, result.currentPage, result.hasNext(), result.hasPrev()], [1, 2, false, true]);
  await rejects(result.next(), "WDE0165: Invalid query on c. There is no next page.");
  result = await (await result.prev()).prev();
  equal([result.currentPage, result.items[0].n], [0, 0]);
  await rejects(result.prev(), "WDE0159: Invalid query on c. There is no prev page.");
});

test("a page that does not begin on a boundary", async () => {
  const { wixData } = world(paged);
  const result = await wixData.query("c").skip(4).limit(3).find();
  equal([result.currentPage, result.totalPages, result.hasPrev()], [2, 3, true]);
  const before = await result.prev();
  equal([before.items[0].n, before.currentPage], [1, 1]);
  await rejects(before.prev(), "WDE0037: Invalid query on c. Invalid prev positioned query skip on a negative number.");
});

test("nothing found", async () => {
  const { wixData } = world(() => ({ items: [], total: 0 }));
  const result = await wixData.query("c").find();
  equal([result.length, result.currentPage, result.totalCount, result.totalPages, result.hasNext()], [0, undefined, 0, 0, false]);
});

test("without a total", async () => {
  const w = world(paged);
  let result = await w.wixData.query("c").limit(3).find({ omitTotalCount: true });
  equal([result.totalCount, result.totalPages, result.hasNext()], [undefined, undefined, true]);
  result = await (await result.next()).next();
  equal([result.length, result.hasNext()], [1, false]);
  equal(w.last.argument.total, undefined);
});

test("options hold for every page", async () => {
  const w = world(paged);
  const result = await w.wixData.query("c").limit(3).find({ suppressAuth: true });
  await result.next();
  equal([w.last.options, w.last.argument], [1, { filter: {}, limit: 3, skip: 3, total: true }]);
});

test("as JSON", async () => {
  const { wixData } = world(paged);
  const result = await wixData.query("c").eq("secret", "s3cret").limit(1).find();
  equal(
    JSON.stringify(result),
    '{"items":[{"_id":"i0","_owner":"00000000-0000-4000-8000-000000000001","_createdDate":"2023-11-14T22:13:20.000Z",' +
      '"_updatedDate":"2023-11-14T22:13:20.000Z","n":0}],"length":1,"pageSize":1,"currentPage":0,"totalCount":7,"totalPages":7,"partialIncludes":false}',
  );
  equal(Object.keys({ ...result }), ["items", "length", "pageSize", "currentPage", "totalCount", "totalPages", "partialIncludes"]);
});

test("query leads on", async () => {
  const w = world(paged);
  const result = await w.wixData.query("c").eq("a", 1).limit(2).find();
  await result.query.eq("b", 2).find();
  equal(w.last.argument, { filter: { $and: [{ a: { $eq: 1 } }, { b: { $eq: 2 } }] }, limit: 2, total: true });
});

test("items may be taken out of a result", async () => {
  const { wixData } = world(paged);
  const result = await wixData.query("c").limit(3).find();
  result.items.length = 0;
  equal(result.hasNext(), true);
});

test("partial includes", async () => {
  const { wixData } = world(() => ({ items: [], total: 0, partial: true }));
  equal((await wixData.query("c").include("r").find()).partialIncludes, true);
});
