const filterOf = async (build, collection = "c") => {
  const w = world(() => ({ items: [], total: 0 }));
  await build(w.wixData.query(collection), w.wixData).find();
  return w.last.argument.filter;
};
const refuses = async (build, ...lines) => {
  const w = world(() => ({ items: [], total: 0 }));
  const message = `Failed to perform query on [c].\n${lines.join("\n")}`;
  await rejects(build(w.wixData.query("c"), w.wixData).find(), message);
  await rejects(build(w.wixData.query("c"), w.wixData).count(), message);
  await rejects(build(w.wixData.query("c"), w.wixData).distinct("a"), message);
  equal(w.calls.length, 0, "nothing is asked:");
};

test("each operator", async () => {
  const date = new Date(5000);
  equal(await filterOf((q) => q), {});
  equal(await filterOf((q) => q.eq("a", 1)), { a: { $eq: 1 } });
  equal(await filterOf((q) => q.eq("a.b", "x")), { "a.b": { $eq: "x" } });
  equal(await filterOf((q) => q.eq("a", date)), { a: { $eq: { $date: 5000 } } });
  equal(await filterOf((q) => q.eq("a", [1, { d: date }])), { a: { $eq: [1, { d: { $date: 5000 } }] } });
  equal(await filterOf((q) => q.eq("a", undefined)), { a: { $eq: null } });
  equal(await filterOf((q) => q.eq("a", true)), { a: { $eq: true } });
  equal(await filterOf((q) => q.ne("a", null)), { a: { $ne: null } });
  equal(await filterOf((q) => q.gt("a", 1)), { a: { $gt: 1 } });
  equal(await filterOf((q) => q.ge("a", "m")), { a: { $gte: "m" } });
  equal(await filterOf((q) => q.lt("a", date)), { a: { $lt: { $date: 5000 } } });
  equal(await filterOf((q) => q.le("a", 1.5)), { a: { $lte: 1.5 } });
  equal(await filterOf((q) => q.lt("a", Infinity)), { a: { $lt: Number.MAX_VALUE } });
  equal(await filterOf((q) => q.gt("a", -Infinity)), { a: { $gt: -Number.MAX_VALUE } });
  equal(await filterOf((q) => q.between("a", 1, 2)), { a: { $between: [1, 2] } });
  equal(await filterOf((q) => q.between("a", date, new Date(6000))), { a: { $between: [{ $date: 5000 }, { $date: 6000 }] } });
  equal(await filterOf((q) => q.contains("a", "x\"y")), { a: { $contains: "x\"y" } });
  equal(await filterOf((q) => q.startsWith("a", "x")), { a: { $startsWith: "x" } });
  equal(await filterOf((q) => q.endsWith("a", "x")), { a: { $endsWith: "x" } });
  equal(await filterOf((q) => q.hasSome("_id", ["1", "2"])), { _id: { $hasSome: ["1", "2"] } });
  equal(await filterOf((q) => q.hasSome("a", 1, "b", date)), { a: { $hasSome: [1, "b", { $date: 5000 }] } });
  equal(await filterOf((q) => q.hasSome("a", [])), { a: { $hasSome: [] } });
  equal(await filterOf((q) => q.hasAll("a", "x")), { a: { $hasAll: ["x"] } });
  equal(await filterOf((q) => q.isEmpty("a")), { a: { $empty: true } });
  equal(await filterOf((q) => q.isNotEmpty("a")), { a: { $empty: false } });
});

test("odd names are names", async () => {
  for (const name of ["a b", "é", 'q"uote', "back\\slash", "𝒳", "__proto__", "constructor"]) {
    const filter = await filterOf((q) => q.eq(name, 1));
    equal(Object.keys(filter), [name]);
  }
});

test("chained conditions all hold", async () => {
  equal(await filterOf((q) => q.gt("a", 1).lt("a", 5).eq("b", "x")), { $and: [{ a: { $gt: 1 } }, { a: { $lt: 5 } }, { b: { $eq: "x" } }] });
});

test("and, or, not", async () => {
  const a = { a: { $eq: 1 } };
  const b = { b: { $eq: 2 } };
  equal(await filterOf((q, d) => q.eq("a", 1).or(d.query("c").eq("b", 2))), { $or: [a, b] });
  equal(await filterOf((q, d) => q.eq("a", 1).eq("b", 2).or(d.filter().eq("a", 1))), { $or: [{ $and: [a, b] }, a] });
  equal(await filterOf((q, d) => q.eq("a", 1).or(d.filter().eq("b", 2)).eq("a", 1)), { $and: [{ $or: [a, b] }, a] });
  equal(await filterOf((q, d) => q.eq("a", 1).and(d.filter().eq("b", 2))), { $and: [a, b] });
  equal(await filterOf((q, d) => q.eq("a", 1).and(d.filter())), a);
  equal(await filterOf((q, d) => q.and(d.filter().eq("a", 1).eq("b", 2))), { $and: [a, b] });
  equal(await filterOf((q, d) => q.not(d.query("c").eq("a", 1))), { $not: a });
  equal(await filterOf((q, d) => q.eq("b", 2).not(d.filter().eq("a", 1))), { $and: [b, { $not: a }] });
  equal(await filterOf((q, d) => q.not(d.filter())), { $not: {} });
});

test("or beside nothing is everything", async () => {
  equal(await filterOf((q, d) => q.or(d.query("c").eq("b", 2))), {});
  equal(await filterOf((q, d) => q.eq("b", 2).or(d.query("c"))), {});
});

test("or with reduce", async () => {
  const tags = ["x", "y", "z"];
  const filter = await filterOf((q, d) => tags.map((tag) => d.query("c").eq("tag", tag)).reduce((all, one) => all.or(one)));
  equal(filter, { $or: [{ tag: { $eq: "x" } }, { tag: { $eq: "y" } }, { tag: { $eq: "z" } }] });
  const long = await filterOf((q, d) => Array.from({ length: 2000 }, (_, i) => d.query("c").eq("n", i)).reduce((all, one) => one.or(all)));
  equal([long.$or.length, long.$or[0]], [2000, { n: { $eq: 1999 } }]);
  const pairs = await filterOf((q, d) => q.eq("a", 1).or(q.eq("a", 2)).or(q.eq("a", 3).or(q.eq("a", 4)).eq("b", 1)));
  equal(pairs.$or, [{ a: { $eq: 1 } }, { a: { $eq: 2 } }, { $and: [{ $or: [{ a: { $eq: 3 } }, { a: { $eq: 4 } }] }, { b: { $eq: 1 } }] }]);
});

test("builders do not change", async () => {
  const w = world(() => ({ items: [], total: 0 }));
  const base = w.wixData.query("c").eq("a", 1);
  const narrow = base.eq("b", 2).limit(5).descending("x");
  await base.find();
  equal(w.last.argument, { filter: { a: { $eq: 1 } }, limit: 50, total: true });
  await narrow.find();
  equal(w.last.argument.limit, 5);
  const filter = w.wixData.filter().eq("a", 1);
  filter.eq("b", 2);
  await w.wixData.query("c").and(filter).find();
  equal(w.last.argument.filter, { a: { $eq: 1 } });
});

test("mistakes are told when the query runs, all at once", async () => {
  await refuses((q) => q.eq("a").gt("b", true).limit("5"),
    "WDE0040: Invalid eq usage. eq requires two parameters.",
    "WDE0045: Invalid gt parameter value true. Valid gt parameter types are string, Number or Date.",
    'WDE0032: Invalid limit parameter "5". limit parameter must be a positive number.');
});

test("of endless mistakes a hundred are told", async () => {
  let query = world(() => "").wixData.query("c");
  for (let i = 0; i < 300; i++) query = query.eq("a");
  for (let i = 0; i < 30; i++) query = query.or(query);
  equal((await rejection(query.find())).message.split("\n").length, 101);
});

test("how many arguments", async () => {
  await refuses((q) => q.eq("a", 1, 2), "WDE0040: Invalid eq usage. eq requires two parameters.");
  await refuses((q) => q.lt(), "WDE0040: Invalid lt usage. lt requires two parameters.");
  await refuses((q) => q.between("a", 1), "WDE0041: Invalid between usage. between requires three parameters.");
  await refuses((q) => q.contains("a"), "WDE0040: Invalid contains usage. contains requires two parameters.");
  await refuses((q) => q.hasSome("a"), "WDE0042: Invalid hasSome usage. hasSome requires at least two parameters.");
  await refuses((q) => q.isEmpty(), "WDE0039: Invalid isEmpty usage. isEmpty requires one parameter.");
  await refuses((q) => q.or(), "WDE0039: Invalid or usage. or requires one parameter.");
});

test("what arguments are", async () => {
  await refuses((q) => q.eq(5, 1), "WDE0048: Invalid eq field value 5. eq field must be a string.");
  await refuses((q) => q.startsWith({}, "x"), "WDE0048: Invalid startsWith field value {}. startsWith field must be a string.");
  await refuses((q) => q.contains("a", 5), "WDE0044: Invalid contains parameter value. contains parameter must be a string.");
  await refuses((q) => q.ge("a", {}), "WDE0045: Invalid ge parameter value {}. Valid ge parameter types are string, Number or Date.");
  await refuses((q) => q.lt("a", NaN), "WDE0045: Invalid lt parameter value NaN. Valid lt parameter types are string, Number or Date.");
  await refuses((q) => q.lt("a", undefined), "WDE0045: Invalid lt parameter value undefined. Valid lt parameter types are string, Number or Date.");
  await refuses((q) => q.lt("a", new Date(NaN)), "WDE0045: Invalid lt parameter value null. Valid lt parameter types are string, Number or Date.");
  await refuses((q) => q.between("a", 1, "2"), 'WDE0046: Invalid between parameter values 1 and "2". Both parameters must be of the same type.');
  await refuses((q) => q.hasAll("a", [true]), "WDE0047: Invalid hasAll usage. hasAll supports only number, string or date items.");
  await refuses((q) => q.hasSome("a", 1, undefined), "WDE0047: Invalid hasSome usage. hasSome supports only number, string or date items.");
  await refuses((q) => q.and("x"), 'WDE0049: Invalid and parameter "x". and expects WixDataQuery only.');
  await refuses((q, d) => q.or(d.query("d")), "WDE0050: Invalid or parameter query for d. or accepts WixDataQuery for the same collection only.");
  await refuses((q, d) => q.and(d.filter().or(5)), "WDE0049: Invalid or parameter 5. or expects WixDataFilter only.");
  await refuses((q) => q.eq("a", 5n), "WDE0075: The value cannot be stored: JSON.stringify cannot serialize BigInt.");
  const self = {};
  self.self = self;
  await refuses((q) => q.eq("a", self), "WDE0168: Document nesting level is too deep, or a value contains itself.");
});

test("a collection that is no string", async () => {
  const w = world(() => "");
  await rejects(w.wixData.query(5).find(), "Failed to perform query on [5].\nWDE0001: Collection name must be a string.");
  await rejects(w.wixData.query().count(), "Failed to perform query on [undefined].\nWDE0001: Collection name must be a string.");
});

test("methods that do not exist are TypeErrors at once", () => {
  const { wixData } = world(() => "");
  for (const name of ["gte", "lte", "where", "exec"]) {
    let error;
    try {
      wixData.query("c")[name]("a", 1);
    } catch (thrown) {
      error = thrown;
    }
    ok(error instanceof TypeError, name);
  }
});

test("builders give nothing away", () => {
  const { wixData } = world(() => "");
  equal(JSON.stringify([wixData.query("c").eq("secret", 1), wixData.filter(), wixData.aggregate("c"), wixData.sort()]), "[{},{},{},{}]");
});
