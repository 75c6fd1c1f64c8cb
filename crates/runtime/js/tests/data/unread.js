const STORED = {
  _id: "x",
  _owner: OWNER,
  _createdDate: 0,
  _updatedDate: 1700000000123,
  title: 't"\\u',
  when: { $date: -1 },
  deep: { list: [{ $date: 5 }, null, { a: [] }] },
};
const shown = () => ({
  _id: "x",
  _owner: OWNER,
  _createdDate: new Date(0),
  _updatedDate: new Date(1700000000123),
  title: 't"\\u',
  when: new Date(-1),
  deep: { list: [new Date(5), null, { a: [] }] },
});
const plainItem = { _id: "p", _createdDate: 0, n: 1 };

/** A world whose collections all hold this; what was sent unread is counted. */
const holding = (stored = STORED) => world((op) => (op === "query" ? { items: [stored, plainItem], total: 9 } : stored));
const toJson = (w, value) => w.require("velo/json").toJson(value);

test("what nobody looked at is sent from its text", async () => {
  const w = holding();
  equal(toJson(w, await w.wixData.get("c", "x")), JSON.stringify(shown()));
  equal(w.state.sent, 1);
  const { items } = await w.wixData.query("c").find();
  equal(toJson(w, { count: 2, items, absent: undefined, no: null }), JSON.stringify({ count: 2, items: [shown(), { ...plainItem, _createdDate: new Date(0) }], no: null }));
  equal(w.state.sent, 2);
  equal(toJson(w, items), JSON.stringify([shown(), { ...plainItem, _createdDate: new Date(0) }]));
  equal(w.state.sent, 3);
});

test("a look makes it what it always was", async () => {
  const looks = [
    (item) => equal(item, shown()),
    (item) => equal(item.when, new Date(-1)),
    (item) => equal("when" in item, true),
    (item) => equal(Object.keys(item), Object.keys(shown())),
    (item) => equal(Object.getOwnPropertyDescriptor(item, "title"), { value: 't"\\u', writable: true, enumerable: true, configurable: true }),
    (item) => equal(JSON.stringify(item), JSON.stringify(shown())),
    (item) => equal({ ...item }, shown()),
    (item) => equal(Object.hasOwn(item, "title"), true),
    (item) => equal(item.toString(), "[object Object]"),
  ];
  for (const look of looks) {
    const w = holding();
    const item = await w.wixData.get("c", "x");
    look(item);
    equal(item, shown());
    equal(toJson(w, item), JSON.stringify(shown()));
    equal(w.state.sent, undefined);
  }
});

test("a change is not lost", async () => {
  const changes = [
    (item) => (item.more = 1),
    (item) => delete item.title,
    (item) => Object.defineProperty(item, "title", { value: 2 }),
    (item) => Object.freeze(item),
    (item) => Object.assign(item, { title: 3 }),
    (item) => Object.setPrototypeOf(item, { toJSON: () => 7 }),
    (item) => (item.deep.list[0] = 8),
  ];
  for (const change of changes) {
    const w = holding();
    const item = await w.wixData.get("c", "x");
    const like = shown();
    change(item);
    change(like);
    equal(toJson(w, item), JSON.stringify(like), String(change));
    equal([Object.isFrozen(item), w.state.sent], [Object.isFrozen(like), undefined]);
  }
});

test("a list is an array whether somebody looked or not", async () => {
  const uses = [
    (items) => Array.isArray(items),
    (items) => items instanceof Array,
    (items) => items.length,
    (items) => Object.prototype.toString.call(items),
    (items) => items.map((item) => item._id),
    (items) => [...items].length,
    (items) => items.concat([1]).length,
    (items) => items[1],
    (items) => items.at(-1).n,
    (items) => items.push(4) + items.length,
    (items) => (items.length = 1) + items.length,
    (items) => items.reverse(),
    (items) => items.filter((item) => item.n === 1),
    (items) => Object.keys(items),
    (items) => JSON.stringify(items),
    (items) => ((items[0] = "other"), items),
  ];
  for (const use of uses) {
    const w = holding();
    const { items } = await w.wixData.query("c").find();
    const like = [shown(), { ...plainItem, _createdDate: new Date(0) }];
    equal(use(items), use(like), String(use));
    equal(toJson(w, { items }), JSON.stringify({ items: like }), String(use));
  }
});

test("how many there are can be asked without a look", async () => {
  const w = holding();
  const { items, length, totalCount } = await w.wixData.query("c").find();
  equal([items.length, length, totalCount], [2, 2, 9]);
  toJson(w, { items });
  equal(w.state.sent, 1);
});

test("waiting for an item is no look, and a member called then is none either", async () => {
  const w = holding();
  const item = await (async () => await w.wixData.get("c", "x"))();
  equal(item.then, undefined);
  toJson(w, item);
  const other = holding({ _id: "x", then: "later" });
  equal((await other.wixData.get("c", "x")).then, "later");
});

test("a name that prototypes have is the item's own", async () => {
  const w = world(() => '{"_id":"x","__proto__":{"a":1},"constructor":2}');
  const item = await w.wixData.get("c", "x");
  equal(Object.keys(item), ["_id", "__proto__", "constructor"]);
  equal([Object.getPrototypeOf(item) === Object.prototype, item.constructor], [true, 2]);
});

test("where things are looked at they soon come ordinary", async () => {
  const w = holding();
  const touch = async () => (await w.wixData.get("c", "x")).title;
  await touch();
  for (let i = 0; i < 8; i++) toJson(w, await w.wixData.get("c", "x"));
  equal(w.state.sent, undefined, "not tried meanwhile");
  toJson(w, await w.wixData.get("c", "x"));
  equal(w.state.sent, 1, "tried again");
  toJson(w, await w.wixData.get("other", "x"));
  equal(w.state.sent, 2, "another collection");
});

test("who changes what JSON is decides it", async () => {
  const w = holding();
  const item = await w.wixData.get("c", "x");
  const { toJSON } = Date.prototype;
  Date.prototype.toJSON = () => "mine";
  try {
    equal(JSON.parse(toJson(w, item)).when, "mine");
  } finally {
    Date.prototype.toJSON = toJSON;
  }
});

test("around it may be what is no object", async () => {
  const w = holding();
  const { items } = await w.wixData.query("c").find();
  const body = { items, name: "a\n", nested: { when: new Date(1) }, f: () => 1 };
  const like = { ...body, items: [shown(), { ...plainItem, _createdDate: new Date(0) }] };
  equal(toJson(w, body), JSON.stringify(like));
});
