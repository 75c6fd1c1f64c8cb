const MS = 1700000000000;

test("system dates and others are Date objects", async () => {
  const { wixData } = world(() => stored({ when: { $date: 5 }, list: [{ $date: 6 }, { deep: { $date: 7 } }], plain: 8 }));
  const item = await wixData.get("c", "x");
  ok(item._createdDate instanceof Date && item._updatedDate instanceof Date, "system dates");
  equal(item._createdDate.getTime(), MS);
  equal([item.when, item.list, item.plain], [new Date(5), [new Date(6), { deep: new Date(7) }], 8]);
});

test("the word in a text is no date", async () => {
  const { wixData } = world(() => stored({ text: 'a "$date" b', other: "$date" }));
  equal((await wixData.get("c", "x")).text, 'a "$date" b');
});

test("a projection may lack them", async () => {
  const { wixData } = world(() => ({ items: [{ _id: "a", x: 1 }], total: 1 }));
  equal((await wixData.query("c").fields("x").find()).items, [{ _id: "a", x: 1 }]);
});

test("included items have dates of their own", async () => {
  const inner = stored({ _id: "in" });
  const nested = stored({ _id: "n", when: { $date: 9 } });
  const { wixData } = world(() => ({ items: [stored({ one: inner, many: [inner, "missing", nested], a: { b: inner } })], total: 1 }));
  const [item] = (await wixData.query("c").include("one", "many", "a.b", "absent").find()).items;
  for (const one of [item.one, item.many[0], item.many[2], item.a.b]) ok(one._createdDate instanceof Date && one._updatedDate instanceof Date);
  equal([item.many[1], item.many[2].when], ["missing", new Date(9)]);
});

test("numbers elsewhere stay numbers", async () => {
  const { wixData } = world(() => stored({ inner: { _createdDate: 5 } }));
  equal((await wixData.get("c", "x")).inner, { _createdDate: 5 });
});

const sent = async (item) => {
  const w = world((op, c, argument) => stored(argument));
  await w.wixData.insert("c", item);
  return w.last.argument;
};

test("dates on their way out", async () => {
  const d = new Date(5);
  equal(await sent({ a: d, b: [1, d, { c: d }], e: { f: { g: d } }, h: "h" }), {
    a: { $date: 5 },
    b: [1, { $date: 5 }, { c: { $date: 5 } }],
    e: { f: { g: { $date: 5 } } },
    h: "h",
  });
  equal(await sent({ a: new Date(NaN) }), { a: null });
  class Later extends Date {}
  equal(await sent({ a: new Later(7) }), { a: { $date: 7 } });
  equal(await sent({ _createdDate: d, x: 1 }), { _createdDate: { $date: 5 }, x: 1 });
});

test("what JSON makes of values", async () => {
  equal(await sent({ a: undefined, f() {}, s: Symbol("s"), n: NaN, i: Infinity, z: [undefined, () => 1], b: true, t: null }), {
    n: null,
    i: null,
    z: [null, null],
    b: true,
    t: null,
  });
  equal(await sent({ m: new Map([[1, 2]]), boxed: new Number(5), bytes: new Uint8Array([1, 2]), e: new Error("x") }), {
    m: {},
    boxed: 5,
    bytes: { 0: 1, 1: 2 },
    e: {},
  });
  class Point {
    x = 1;
    when = new Date(5);
    get hidden() {
      return 1;
    }
    method() {}
  }
  equal(await sent({ p: new Point() }), { p: { x: 1, when: { $date: 5 } } });
  equal(await sent({ b: Buffer.from("ab") }), { b: { type: "Buffer", data: [97, 98] } });
});

test("toJSON", async () => {
  equal(await sent({ a: { toJSON: () => "text" }, b: { toJSON: () => new Date(5) }, c: { toJSON: () => ({ d: new Date(6) }) } }), {
    a: "text",
    b: { $date: 5 },
    c: { d: { $date: 6 } },
  });
  const self = { x: 1, when: new Date(5), toJSON: () => self };
  equal(await sent({ self }), { self: { x: 1, when: { $date: 5 } } });
  equal(await sent({ key: { toJSON: (key) => key }, list: [{ toJSON: (key) => key + typeof key }] }), { key: "key", list: ["0string"] });
  equal(await sent(new (class { toJSON() { return { whole: 1 }; } })()), { whole: 1 });
});

test("the caller's values are not changed", async () => {
  const inner = { when: new Date(5) };
  const item = { list: [inner], inner, when: inner.when };
  await sent(item);
  ok(item.when === inner.when && item.list[0] === inner && inner.when instanceof Date);
});

test("an item that came from here goes back", async () => {
  const { wixData } = world((op, c, argument) => (op === "get" ? stored({ when: { $date: 5 } }) : { ...argument, _createdDate: MS, _updatedDate: MS }));
  const item = await wixData.get("c", "x");
  equal((await wixData.update("c", item)).when, new Date(5));
});

test("unusual keys survive", async () => {
  const item = JSON.parse('{"__proto__":{"d":1},"constructor":"c","":"empty"}');
  item.when = new Date(5);
  const w = world((op, c, argument) => stored(argument));
  await w.wixData.insert("c", item);
  equal(w.last.text, '{"__proto__":{"d":1},"constructor":"c","":"empty","when":{"$date":5}}');
});
