const host = () => ({ items: [], more: false });
const argumentOf = async (build) => {
  const w = world(host);
  await build(w.wixData.aggregate("c"), w.wixData).run();
  return w.last.argument;
};
const refuses = (build, ...lines) => {
  const { wixData } = world(host);
  return rejects(build(wixData.aggregate("c"), wixData).run(), `Failed to perform aggregate on [c].\n${lines.join("\n")}`);
};

test("what is sent", async () => {
  equal(await argumentOf((a) => a), { group: [], folds: [], count: false, skip: 0, limit: 50 });
  const built = await argumentOf((a, d) =>
    a.filter(d.filter().eq("year", 2010)).group("state", "city").max("population").sum("n", "total").avg("x").min("x").count()
      .having(d.filter().gt("populationMax", 5)).descending("populationMax").ascending("_id").skip(5).limit(3));
  equal(built, {
    filter: { year: { $eq: 2010 } },
    group: ["state", "city"],
    folds: [
      { key: "populationMax", op: "max", field: "population" },
      { key: "total", op: "sum", field: "n" },
      { key: "xAvg", op: "avg", field: "x" },
      { key: "xMin", op: "min", field: "x" },
    ],
    count: true,
    having: { populationMax: { $gt: 5 } },
    sort: [{ field: "populationMax", order: "desc" }, { field: "_id", order: "asc" }],
    skip: 5,
    limit: 3,
  });
  equal((await argumentOf((a) => a.group(["a", "b"]))).group, ["a", "b"]);
});

test("builders do not change", async () => {
  const w = world(host);
  const base = w.wixData.aggregate("c").group("a");
  base.count().max("x");
  await base.run();
  equal([w.last.argument.count, w.last.argument.folds], [false, []]);
});

test("results", async () => {
  const rows = [{ _id: "FL", populationMax: 401000 }, { _id: "CA", whenMax: { $date: 5 } }, { _id: "NY" }];
  const w = world((op, c, { skip, limit }) => ({ items: rows.slice(skip, skip + limit), more: skip + limit < rows.length }));
  let result = await w.wixData.aggregate("c").group("state").max("population").limit(2).run({ suppressAuth: true });
  equal([result.items[0], result.items[1].whenMax, result.length, result.hasNext(), w.last.options], [rows[0], new Date(5), 2, true, 1]);
  equal([result.prev, result.totalCount], [undefined, undefined]);
  equal(JSON.stringify(result), '{"items":[{"_id":"FL","populationMax":401000},{"_id":"CA","whenMax":"1970-01-01T00:00:00.005Z"}],"length":2}');
  result = await result.next();
  equal([result.items, result.hasNext(), w.last.argument.skip, w.last.options], [[{ _id: "NY" }], false, 2, 1]);
  await rejects(result.next(), "WDE0165: Invalid query on c. There is no next page.");
});

test("mistakes", async () => {
  await refuses((a) => a.filter({}), "WDE0011: Invalid filter usage. .filter requires WixDataFilter.");
  await refuses((a, d) => a.filter(d.filter()).filter(d.filter()), "WDE0012: Invalid filter usage. Filter is already set.");
  await refuses((a, d) => a.having(d.filter()).having(d.filter()), "WDE0012: Invalid having usage. Filter is already set.");
  await refuses((a) => a.group("a").group("b"), "WDE0013: Invalid group usage. Group is already set.");
  await refuses((a) => a.group(), "WDE0043: Invalid group usage. group requires at least one parameter.");
  await refuses((a) => a.group(5), "WDE0051: Invalid group parameters [5]. Valid group values are string, array of strings, or varargs string.");
  await refuses((a) => a.sum(), "WDE0043: Invalid sum usage. sum requires at least one parameter.");
  await refuses((a) => a.avg(5), "WDE0048: Invalid avg field value 5. avg field must be a string.");
  await refuses((a) => a.max("a", 5), "WDE0044: Invalid max parameter value. max parameter must be a string.");
  await refuses((a) => a.max(""), "WDE0173: Aggregation item field name cannot be empty.");
  await refuses((a) => a.max("a."), "WDE0167: Aggregation item field name cannot end with `.`");
  await refuses((a) => a.count(1), "WDE0038: Invalid count usage. count does not take parameters.");
  await refuses((a) => a.limit(1001).skip(-1).ascending(),
    "WDE0036: Invalid limit parameter 1001. limit parameter cannot exceed 1000.",
    "WDE0034: Invalid skip parameter -1. skip parameter must be a non-negative number.",
    "WDE0043: Invalid ascending usage. ascending requires at least one parameter.");
  await refuses((a, d) => a.filter(d.filter().gt("a", {})), "WDE0045: Invalid gt parameter value {}. Valid gt parameter types are string, Number or Date.");
  const { wixData } = world(host);
  await rejects(wixData.aggregate(5).run(), "Failed to perform aggregate on [5].\nWDE0001: Collection name must be a string.");
  await rejects(wixData.aggregate("c").run({ suppressAuth: 1 }),
    "WDE0018: Options must be an object with one or all of the following boolean properties: suppressAuth, suppressHooks, consistentRead.");
});
