const hooked = (hooks, options = {}) => {
  const { host, rows } = memory();
  return Object.assign(world(host, { hooks, ...options }), { rows });
};

test("insert", async () => {
  const seen = [];
  const w = hooked({
    c_beforeInsert(item, context) {
      seen.push(["before", { ...item }, context]);
      item.slug = item.title.toLowerCase();
      return item;
    },
    c_afterInsert(item, context) {
      seen.push(["after", item._id, item.when, context]);
      return { ...item, extra: true };
    },
  });
  const given = { title: "T", when: new Date(5) };
  const item = await w.wixData.insert("c", given);
  const context = { collectionName: "c", userId: null, userRole: "anonymous" };
  equal(seen, [["before", { title: "T", when: new Date(5) }, context], ["after", "id1", new Date(5), context]]);
  equal([item.slug, item.extra, given.slug, given._id], ["t", true, undefined, "id1"]);
  equal([w.rows.get("id1").slug, w.rows.get("id1").extra], ["t", undefined]);
});

test("one parameter, two, async, and what is of the wrong type", async () => {
  const w = hooked({
    c_beforeInsert: async (item) => ({ ...item, by: "hook" }),
    c_afterInsert: () => "ignored",
    d_beforeInsert: (item, context) => undefined,
    d_afterInsert: (item) => [item],
  });
  equal((await w.wixData.insert("c", { a: 1 })).by, "hook");
  const item = await w.wixData.insert("d", { a: 1 });
  equal([item.a, item._createdDate instanceof Date], [1, true]);
});

test("the identity", async () => {
  let context;
  const w = hooked({ c_beforeGet: (id, given) => void (context = given) }, { identity: { userId: "u1", userRole: "siteMember" } });
  await w.wixData.get("c", "x");
  equal(context, { collectionName: "c", userId: "u1", userRole: "siteMember" });
});

test("update", async () => {
  const seen = [];
  const w = hooked({
    c_beforeUpdate(item, context) {
      seen.push(["before", item.n, context.currentItem.n, context.currentItem._createdDate instanceof Date]);
      return { ...item, n: item.n * 10 };
    },
    c_afterUpdate(item, context) {
      seen.push(["after", item.n, context.currentItem.n]);
      return item;
    },
  });
  await w.wixData.insert("c", { _id: "x", n: 1 });
  const given = { _id: "x", n: 2 };
  equal((await w.wixData.update("c", given)).n, 20);
  equal(seen, [["before", 2, 1, true], ["after", 20, 1]]);
  equal([given.n, given._updatedDate instanceof Date], [2, true]);
  equal(w.calls.map((call) => [call.op, call.options]), [["insert", 0], ["get", 1], ["update", 0]]);
});

test("update without hooks of its own asks for nothing more", async () => {
  const w = hooked({ c_beforeInsert: (item) => item });
  await w.wixData.insert("c", { _id: "x" });
  await w.wixData.update("c", { _id: "x" });
  equal(w.calls.map((call) => call.op), ["insert", "update"]);
});

test("save runs the hooks of what it does", async () => {
  const seen = [];
  const note = (name) => (item, context) => (seen.push(`${name} ${item.n} ${context.currentItem?.n}`), item);
  const w = hooked({
    c_beforeInsert: note("beforeInsert"), c_afterInsert: note("afterInsert"), c_beforeUpdate: note("beforeUpdate"), c_afterUpdate: note("afterUpdate"),
  });
  await w.wixData.save("c", { _id: "x", n: 1 });
  await w.wixData.save("c", { _id: "x", n: 2 });
  await w.wixData.save("c", { n: 3 });
  equal(seen, ["beforeInsert 1 undefined", "afterInsert 1 undefined", "beforeUpdate 2 1", "afterUpdate 2 1", "beforeInsert 3 undefined", "afterInsert 3 undefined"]);
  equal(w.calls.map((call) => call.op), ["get", "save", "get", "save", "save"]);
});

test("remove", async () => {
  const seen = [];
  const w = hooked({
    c_beforeRemove: (id, context) => (seen.push(["before", id, context.currentItem?.n]), id === "alias" ? "x" : undefined),
    c_afterRemove: (item, context) => (seen.push(["after", item._id, context.collectionName]), { gone: item._id }),
  });
  await w.wixData.insert("c", { _id: "x", n: 1 });
  equal(await w.wixData.remove("c", "none"), null);
  equal(await w.wixData.remove("c", "alias"), { gone: "x" });
  equal(seen, [["before", "none", undefined], ["before", "alias", undefined], ["after", "x", "c"]]);
});

test("get", async () => {
  let after = 0;
  const w = hooked({ c_beforeGet: async (id) => `x${id}`, c_afterGet: (item) => (after++, { ...item, seen: true }) });
  await w.wixData.insert("c", { _id: "xy", n: 1 });
  equal((await w.wixData.get("c", "y")).seen, true);
  equal(await w.wixData.get("c", "none"), null);
  equal(after, 1, "not after nothing:");
  equal((await w.wixData.query("c").find()).items[0].seen, undefined, "not for find:");
});

test("query", async () => {
  const w = hooked({
    c_beforeQuery: (query, context) => query.eq("tenant", context.collectionName).limit(2),
    c_afterQuery: (item) => (item.n === 1 ? { ...item, touched: true } : "wrong"),
    c_afterGet() { throw new Error("not for find"); },
  });
  for (let n = 0; n < 3; n++) await w.wixData.insert("c", { _id: `i${n}`, n });
  const result = await w.wixData.query("c").eq("a", 1).find();
  equal(w.last.argument.filter, { $and: [{ a: { $eq: 1 } }, { tenant: { $eq: "c" } }] });
  equal([result.items.map((item) => item.touched), result.pageSize, result.hasNext()], [[undefined, true], 2, true]);
  const next = await result.next();
  equal([next.items.map((item) => item.n), w.last.argument.skip], [[2], 2]);
  equal(w.last.argument.filter, { $and: [{ a: { $eq: 1 } }, { tenant: { $eq: "c" } }] }, "the hook sees the caller's query again:");
});

test("query hooks that give something else, or a mistake", async () => {
  const w = hooked({ c_beforeQuery: () => ({}), d_beforeQuery: (query) => query.gt("a"), e_beforeQuery: (query, context) => w.wixData.filter() });
  equal((await w.wixData.query("c").find()).totalCount, 0);
  equal((await w.wixData.query("e").find()).totalCount, 0);
  await rejects(w.wixData.query("d").find(), "Failed to perform query on [d].\nWDE0040: Invalid gt usage. gt requires two parameters.");
});

test("count", async () => {
  const w = hooked({ c_beforeCount: (query) => query.eq("a", 1), c_afterCount: (count) => count + 100, d_afterCount: () => "5" });
  equal(await w.wixData.query("c").count(), 100);
  equal(w.last.argument.filter, { a: { $eq: 1 } });
  equal(await w.wixData.query("d").count(), 0);
});

test("aggregate", async () => {
  const w = world(() => ({ items: [{ _id: "a", count: 1 }, { _id: "b", count: 2 }], more: true }), {
    hooks: {
      c_beforeAggregate: (aggregate, context) => aggregate.limit(2),
      c_afterAggregate: (item) => ({ ...item, seen: true }),
    },
  });
  const result = await w.wixData.aggregate("c").group("x").count().run();
  equal([w.last.argument.limit, result.items], [2, [{ _id: "a", count: 1, seen: true }, { _id: "b", count: 2, seen: true }]]);
  await result.next();
  equal(w.last.argument.skip, 2);
});

test("suppressHooks", async () => {
  const w = hooked(new Proxy({}, { get: (_, key) => () => { throw new Error(key); } }));
  const options = { suppressHooks: true };
  await w.wixData.insert("c", { _id: "x" }, options);
  await w.wixData.update("c", { _id: "x" }, options);
  await w.wixData.save("c", { _id: "x" }, options);
  await w.wixData.get("c", "x", options);
  await w.wixData.query("c").find(options);
  await w.wixData.query("c").count(options);
  await w.wixData.bulkSave("c", [{ _id: "x" }], options);
  await w.wixData.bulkRemove("c", ["x"], options);
  equal(await w.wixData.remove("c", "x", options), null);
});

test("a before-hook that throws", async () => {
  const w = hooked({
    c_beforeInsert() { throw new Error("not today"); },
    c_beforeUpdate: () => Promise.reject("plain text"),
    c_beforeGet: async () => { throw { message: "an object" }; },
    c_beforeQuery() { throw undefined; },
    c_beforeCount() { throw Symbol("odd"); },
    c_beforeRemove() { throw { get message() { throw new Error("inner"); } }; },
  });
  const error = await rejects(w.wixData.insert("c", { a: 1 }), "WDE0078: not today");
  equal(error.cause.message, "not today");
  await rejects(w.wixData.update("c", { _id: "x" }), "WDE0078: plain text");
  await rejects(w.wixData.get("c", "x"), "WDE0078: an object");
  await rejects(w.wixData.query("c").find(), "WDE0078: Hook error.");
  await rejects(w.wixData.query("c").count(), "WDE0078: Symbol(odd)");
  await rejects(w.wixData.remove("c", "x"), "WDE0078: Hook error.");
  equal([w.rows.size, w.calls.map((call) => call.op)], [0, ["get", "get"]], "nothing was done:");
});

test("an after-hook that throws: what was written stays", async () => {
  const w = hooked({ c_afterInsert() { throw new Error("late"); }, c_afterQuery() { throw new Error("row"); } });
  await rejects(w.wixData.insert("c", { _id: "x" }), "WDE0078: late");
  equal(w.rows.has("x"), true);
  await rejects(w.wixData.query("c").find(), "WDE0078: row");
});

test("onFailure decides", async () => {
  const seen = [];
  const w = hooked({
    c_beforeInsert() { throw new Error("no"); },
    c_onFailure(error, context) {
      seen.push([error.message, error.code, context.collectionName]);
      return { instead: true };
    },
    d_onFailure: async () => { throw new Error("second"); },
    e_onFailure: async (error) => { throw error; },
    f_onFailure: async () => {},
  });
  equal(await w.wixData.insert("c", {}), { instead: true });
  equal(await w.wixData.update("c", { _id: "none" }), { instead: true });
  equal(seen, [["WDE0078: no", "WD_VALIDATION_ERROR", "c"], ["WDE0073: Item none does not exist in collection c.", "WD_ITEM_DOES_NOT_EXIST", "c"]]);
  await rejects(w.wixData.update("d", { _id: "none" }), "WDE0078: second");
  await rejects(w.wixData.update("e", { _id: "none" }), "WDE0073: Item none does not exist in collection c.", "WD_ITEM_DOES_NOT_EXIST");
  equal(await w.wixData.update("f", { _id: "none" }), undefined);
});

test("a failure changes nothing of the caller's, one after the write does", async () => {
  const w = hooked({
    c_beforeInsert() { throw new Error("no"); },
    c_onFailure: () => ({}),
    d_afterInsert() { throw new Error("late"); },
    d_onFailure: () => ({ handled: true }),
  });
  const first = { a: 1 };
  await w.wixData.insert("c", first);
  equal(first, { a: 1 });
  const second = {};
  equal(await w.wixData.insert("d", second), { handled: true });
  equal(second._id, "id1");
});

test("operations inside hooks", async () => {
  const w = hooked({
    c_afterInsert: async (item) => { await w.wixData.insert("log", { of: item._id }); return item; },
    log_beforeInsert(item) { throw new Error("inner"); },
  });
  await rejects(w.wixData.insert("c", { _id: "x" }), "WDE0078: inner");
});

test("names of collections that cannot be names of functions", async () => {
  const w = hooked({ Stores_Products_beforeInsert: (item) => ({ ...item, seen: true }), "my-c_beforeInsert": (item) => ({ ...item, exact: true }) });
  equal((await w.wixData.insert("Stores/Products", {})).seen, true);
  equal((await w.wixData.insert("my-c", {})).exact, true);
});

test("what is no function is no hook; hooks that come later count", async () => {
  const w = hooked({ c_beforeInsert: 5 });
  await w.wixData.insert("c", {});
  w.state.hooks = undefined;
  await w.wixData.insert("c", {});
  w.state.hooks = { c_beforeInsert: (item) => ({ ...item, late: true }) };
  equal((await w.wixData.insert("c", {})).late, true);
});

test("no hooks for references and truncate", async () => {
  const w = world(() => "null", { hooks: new Proxy({}, { get: (_, key) => () => { throw new Error(String(key)); } }) });
  await w.wixData.insertReference("c", "f", "a", "b");
  await w.wixData.truncate("c");
});
