const host = () => ({ items: [], total: 0 });
const queryOf = async (build, options) => {
  const w = world(host);
  await build(w.wixData.query("c")).find(options);
  return w.last.argument;
};
const refuses = (build, line) => rejects(build(world(host).wixData.query("c")).find(), `Failed to perform query on [c].\n${line}`);

test("defaults", async () => {
  equal(await queryOf((q) => q), { filter: {}, limit: 50, total: true });
});

test("sort, skip, limit, fields, include", async () => {
  equal((await queryOf((q) => q.ascending("a", "b").descending(["c"]))).sort, [
    { field: "a", order: "asc" },
    { field: "b", order: "asc" },
    { field: "c", order: "desc" },
  ]);
  equal((await queryOf((q) => q.skip(3).skip(7))).skip, 7);
  equal((await queryOf((q) => q.limit(1000))).limit, 1000);
  equal((await queryOf((q) => q.limit(1))).limit, 1);
  equal((await queryOf((q) => q.skip(0))).skip, undefined);
  equal((await queryOf((q) => q.fields("a", "b.c"))).fields, ["a", "b.c"]);
  equal((await queryOf((q) => q.fields(["a"]).fields("b"))).fields, ["a", "b"]);
  equal((await queryOf((q) => q.fields())).fields, undefined);
  equal((await queryOf((q) => q.include("r", "s"))).include, [{ field: "r" }, { field: "s" }]);
  equal((await queryOf((q) => q.include("r", "s", 200).include("t"))).include, [
    { field: "r", limit: 200 },
    { field: "s", limit: 200 },
    { field: "t" },
  ]);
});

test("limits of limit and skip", async () => {
  await refuses((q) => q.limit(), "WDE0039: Invalid limit usage. limit requires one parameter.");
  await refuses((q) => q.limit(1, 2), "WDE0039: Invalid limit usage. limit requires one parameter.");
  await refuses((q) => q.limit(NaN), "WDE0032: Invalid limit parameter NaN. limit parameter must be a positive number.");
  await refuses((q) => q.limit(0), "WDE0033: Invalid limit parameter 0. limit parameter must be a positive number.");
  await refuses((q) => q.limit(1.5), "WDE0035: Invalid limit parameter 1.5. limit parameter must be an integer.");
  await refuses((q) => q.limit(1001), "WDE0036: Invalid limit parameter 1001. limit parameter cannot exceed 1000.");
  await refuses((q) => q.skip("1"), 'WDE0032: Invalid skip parameter "1". skip parameter must be a non-negative number.');
  await refuses((q) => q.skip(-1), "WDE0034: Invalid skip parameter -1. skip parameter must be a non-negative number.");
  await refuses((q) => q.skip(0.5), "WDE0035: Invalid skip parameter 0.5. skip parameter must be an integer.");
  await refuses((q) => q.skip(Infinity), "WDE0035: Invalid skip parameter Infinity. skip parameter must be an integer.");
});

test("names", async () => {
  await refuses((q) => q.ascending(), "WDE0043: Invalid ascending usage. ascending requires at least one parameter.");
  await refuses((q) => q.descending(5), "WDE0051: Invalid descending parameters [5]. Valid descending values are string, array of strings, or varargs string.");
  await refuses((q) => q.include(), "WDE0043: Invalid include usage. include requires at least one parameter.");
  await refuses((q) => q.include("a", 1001), "WDE0036: Invalid include parameter 1001. include parameter cannot exceed 1000.");
  await refuses((q) => q.include(5), "WDE0051: Invalid include parameters [5]. Valid include values are string, array of strings, or varargs string.");
  await refuses((q) => q.fields("a", null), 'WDE0051: Invalid fields parameters ["a",null]. Valid fields values are string, array of strings, or varargs string.');
});

test("options", async () => {
  equal((await queryOf((q) => q, { omitTotalCount: true })).total, undefined);
  equal((await queryOf((q) => q, { omitTotalCount: false, language: "de", appOptions: {}, other: 5 })).total, true);
  equal((await queryOf((q) => q, null)).total, true);
  const w = world(host);
  await w.wixData.query("c").find({ suppressAuth: true, consistentRead: true, suppressHooks: true });
  equal(w.last.options, 1, "the host hears of permissions only:");
  await w.wixData.query("c").find();
  equal(w.last.options, 0);
  const message = "WDE0018: Options must be an object with one or all of the following boolean properties: ";
  await rejects(w.wixData.query("c").find({ suppressAuth: "true" }), `${message}suppressAuth, suppressHooks, consistentRead, omitTotalCount.`);
  await rejects(w.wixData.query("c").find(5), `${message}suppressAuth, suppressHooks, consistentRead, omitTotalCount.`);
  await rejects(w.wixData.query("c").count({ suppressHooks: 1 }), `${message}suppressAuth, suppressHooks, consistentRead.`);
  await rejects(w.wixData.query("c").distinct("a", { omitTotalCount: null }), `${message}suppressAuth, suppressHooks, consistentRead, omitTotalCount.`);
});

test("count", async () => {
  const w = world(() => "17");
  equal(await w.wixData.query("c").eq("a", 1).descending("b").limit(3).count(), 17);
  equal(w.last, { op: "count", collection: "c", argument: { filter: { a: { $eq: 1 } } }, options: 0, text: w.last.text });
});

test("a promise of a reply is waited for", async () => {
  const w = world((op) => Promise.resolve(op === "count" ? "3" : { items: [stored({ a: 1 })], total: 1 }));
  equal((await w.wixData.query("c").find()).items[0].a, 1);
  equal(await w.wixData.query("c").count(), 3);
});

test("find is asked at once", () => {
  const w = world(host);
  w.wixData.query("c").find();
  equal(w.calls.length, 1);
});

test("sort() is a thing of its own", () => {
  const { wixData } = world(host);
  ok(wixData.sort().ascending("a").descending("b"));
  equal(wixData.sort().eq, undefined);
});
