/** Values made to break whoever looks at them. Nothing here may throw out of console. */

const trap = () => {
  throw new Error("trap");
};
const everyTrap = new Proxy({}, { get: () => trap });
const hostile = [
  new Proxy({}, everyTrap),
  new Proxy([], everyTrap),
  new Proxy(function () {}, everyTrap),
  { get [Symbol.toStringTag]() { return trap(); } },
  { get [Symbol.for("nodejs.util.inspect.custom")]() { return trap(); } },
  { [Symbol.for("nodejs.util.inspect.custom")]: trap },
  { toString: trap, valueOf: trap, toJSON: trap },
  Object.defineProperty(new Error("e"), "stack", { get: trap }),
  Object.defineProperty(new Error("e"), "message", { get: trap }),
  Object.defineProperty(new Error("e"), "name", { value: Symbol("n") }),
  Object.defineProperty(() => {}, "name", { get: trap }),
  Object.create(new Proxy({}, everyTrap)),
  Object.create(Map.prototype),
  Object.create(Date.prototype),
  Object.create(RegExp.prototype),
  Object.create(Uint8Array.prototype),
  Object.create(Error.prototype),
  Object.setPrototypeOf(new Map([[1, 2]]), null),
  { constructor: { name: 5 } },
  { constructor: null },
  Proxy.revocable({}, {}).proxy,
  (() => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    return proxy;
  })(),
];

test("console shows hostile values somehow", () => {
  for (const value of hostile) {
    for (const args of [[value], [{ value }], ["%s %d %i %f %j %o %O", value, value, value, value, value, value, value], ["x", value]]) {
      console.log(...args);
      console.error(...args);
      console.dir(value);
      console.assert(false, value);
    }
    console.table(value);
    console.table([value]);
  }
});

test("console is bounded", () => {
  let deep = {};
  for (let i = 0; i < 100_000; i++) deep = { deep };
  console.dir(deep, { depth: Infinity });
  const wide = Array.from({ length: 300 }, () => Array.from({ length: 300 }, () => ({ a: {} })));
  console.dir(wide, { depth: Infinity, maxArrayLength: Infinity });
  console.log(new Array(2 ** 32 - 1));
  const sparse = [];
  sparse[4_000_000_000] = 1;
  console.log(sparse);
  console.log(new Uint8Array(10_000_000), Buffer.alloc(10_000_000));
  console.log(["x".repeat(1_000_000)]);
  for (let i = 0; i < 100; i++) console.group();
  for (let i = 0; i < 100; i++) console.groupEnd();
});

test("enumerable additions to prototypes disturb nothing", () => {
  Object.prototype.added = "x";
  Array.prototype.added = () => {};
  Array.prototype[Symbol.for("added")] = 1;
  try {
    console.log({ a: [1, 2] }, new Map([[1, 2]]), Buffer.from("ab"));
    console.log("=> { a: [ 1, 2 ] } Map(1) { 1 => 2 } <Buffer 61 62>");
    equal(structuredClone({ a: [1] }), { a: [1] });
    equal(new URLSearchParams({ a: 1 }).toString(), "a=1");
    equal(new URL("http://a/?b=1").searchParams.get("b"), "1");
    equal(vd.module("crypto").createHash("md5").update("abc").digest("hex"), "900150983cd24fb0d6963f7d28e17f72");
    equal(new TextDecoder("utf-8", {}).decode(new TextEncoder().encode("x")), "x");
    ok(AbortSignal.abort().aborted && performance.now() >= 0 && process.version && structuredClone(1) === 1);
    equal(new DOMException("m", "AbortError").code, 20);
    console.table([{ a: 1 }]);
  } finally {
    delete Object.prototype.added;
    delete Array.prototype.added;
    delete Array.prototype[Symbol.for("added")];
  }
});

test("shipped code does not depend on prototypes a program may change", async () => {
  const changed = [
    [Array.prototype, "map"], [Array.prototype, "filter"], [Array.prototype, "push"], [Array.prototype, "join"], [Array.prototype, "includes"],
    [String.prototype, "replace"], [String.prototype, "slice"], [String.prototype, "split"], [Map.prototype, "get"], [Map.prototype, "set"],
    [Object, "defineProperty"], [Object, "keys"], [Reflect, "apply"], [Function.prototype, "call"],
  ];
  const before = changed.map(([object, key]) => object[key]);
  const attempts = [];
  const thrown = new Error("replaced");
  changed.forEach(([object, key]) => (object[key] = () => { throw thrown; }));
  let survived = true;
  try {
    console.log("still here", { a: [1, 2] });
    btoa("x");
    crypto.randomUUID();
  } catch (error) {
    survived = error === thrown;
  }
  for (let i = 0; i < changed.length; i++) changed[i][0][changed[i][1]] = before[i];
  ok(survived, "only the program's own error may come through:");
  attempts.push(1);
  console.log("afterwards %s", "all works");
  console.log("=> afterwards all works");
});
