test("built-ins replaced after the module was loaded", async () => {
  const w = world(memory().host, { hooks: { c_beforeInsert: (item) => item } });
  const { wixData } = w;
  await wixData.query("c").find();
  const saved = [];
  const replace = (object, key, value) => {
    saved.push([object, key, Object.getOwnPropertyDescriptor(object, key)]);
    Object.defineProperty(object, key, { value, writable: true, configurable: true });
  };
  const broken = () => {
    throw new Error("broken");
  };
  const RealDate = Date;
  let found;
  // The host of the test needs JSON; what the module needs of the rest it has taken.
  replace(Date.prototype, "getTime", broken);
  replace(Date.prototype, "toJSON", () => "replaced");
  replace(Promise.prototype, "then", broken);
  replace(Promise, "reject", broken);
  replace(Object, "keys", broken);
  replace(Array, "isArray", broken);
  replace(globalThis, "Date", class FakeDate {});
  let failed;
  try {
    await wixData.insert("c", { _id: "x", when: new RealDate(5), list: [{ when: new RealDate(6) }] });
    found = await wixData.get("c", "x");
    try {
      await wixData.query("c").limit(0).find();
    } catch (error) {
      failed = error;
    }
  } finally {
    for (const [object, key, descriptor] of saved.reverse()) Object.defineProperty(object, key, descriptor);
  }
  equal([found.when, found.list], [new Date(5), [{ when: new Date(6) }]]);
  ok(failed.message.includes("WDE0033"), failed.message);
});

test("arguments that fight back", async () => {
  const { wixData } = world(memory().host);
  const angry = new Proxy({}, { get() { throw new Error("trap"); }, ownKeys() { throw new Error("trap"); } });
  ok((await rejection(wixData.insert("c", angry))).message.length > 0);
  ok((await rejection(wixData.get("c", angry))).message.startsWith("WDE0002"));
  ok((await rejection(wixData.query("c").eq("a", angry).find())).message.startsWith("Failed to perform query on [c]."));
  ok((await rejection(wixData.query("c").gt("a", angry).find())).message.startsWith("Failed to perform query on [c]."));
  ok((await rejection(wixData.query("c").or(angry).find())).message.startsWith("Failed to perform query on [c]."));
  ok((await rejection(wixData.query({ toString() { throw new Error("x"); } }).find())).message.length > 0);
  ok((await rejection(wixData.query("c").limit(Symbol("s")).find())).message.includes("WDE0032"));
});

test("keys that objects have anyway", async () => {
  const w = world(memory().host);
  for (const id of ["__proto__", "constructor", "hasOwnProperty"]) {
    await w.wixData.insert("c", { _id: id });
    equal((await w.wixData.get("c", id))._id, id);
  }
  for (const name of ["__proto__", "constructor", "toString"]) equal(await w.wixData.get(name, "none"), null);
  w.state.hooks = {};
  for (const name of ["__proto__", "constructor", "toString"]) equal(await w.wixData.get(name, "none"), null);
});

test("forged builders", async () => {
  const { wixData } = world(() => ({ items: [], total: 0 }));
  const query = wixData.query("c");
  throws(() => Object.create(query).eq("a", 1));
  const error = await rejection((async () => query.find.call({}))());
  ok(error instanceof TypeError);
});
