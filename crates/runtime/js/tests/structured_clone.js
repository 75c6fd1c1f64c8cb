test("values and types are kept", () => {
  const value = {
    n: -0, big: 1n, u: undefined, nul: null, date: new Date(5), regexp: /a/gi, map: new Map([[{ k: 1 }, new Set([1])]]),
    list: [1, , 3], bytes: new Uint8Array([1, 2]), boxed: [Object(1), Object("s"), Object(true), Object(1n)], nested: { deep: [{}] },
  };
  const copy = structuredClone(value);
  equal(Object.keys(copy), Object.keys(value));
  equal(copy.map.size, 1);
  equal(1 in copy.list, false);
  ok(Object.is(copy.n, -0));
  ok(copy.regexp instanceof RegExp && copy.regexp.flags === "gi");
  ok(copy.date instanceof Date && copy.date !== value.date && copy.date.getTime() === 5);
  equal([...copy.bytes], [1, 2]);
  ok(copy.bytes.buffer !== value.bytes.buffer);
  equal(copy.boxed.map((box) => typeof box.valueOf()), ["number", "string", "boolean", "bigint"]);
});

test("cycles and shared parts stay so", () => {
  const a = { list: [] };
  a.self = a;
  a.list.push(a.list);
  const copy = structuredClone(a);
  ok(copy.self === copy && copy.list[0] === copy.list && copy !== a);
  const { buffer } = new Uint8Array(4);
  const { x, y } = structuredClone({ x: new Uint8Array(buffer, 1, 2), y: new DataView(buffer) });
  ok(x.buffer === y.buffer && x.byteOffset === 1 && x.length === 2);
});

test("errors", () => {
  const copy = structuredClone(new RangeError("m", { cause: [1] }));
  ok(copy instanceof RangeError);
  equal([copy.message, copy.cause], ["m", [1]]);
  ok(structuredClone(new DOMException("m", "AbortError")).name === "AbortError");
});

test("class instances become plain, __proto__ stays a key", () => {
  class Point { x = 1; get y() { return 2; } }
  equal(structuredClone(new Point()), { x: 1 });
  equal(Object.keys(structuredClone(JSON.parse('{"__proto__":1}'))), ["__proto__"]);
  equal(structuredClone({ get a() { return 7; } }), { a: 7 });
});

test("what cannot be cloned", () => {
  for (const value of [() => 1, Symbol("s"), { f() {} }, Promise.resolve(), new WeakMap(), Object(Symbol()), new EventTarget()]) {
    const error = throws(() => structuredClone(value), { name: "DataCloneError", code: 25 });
    ok(error instanceof DOMException);
  }
  throws(() => structuredClone(), { code: "ERR_MISSING_ARGS" });
});

test("transfer moves buffers", () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const copy = structuredClone({ bytes }, { transfer: [bytes.buffer] });
  equal([bytes.length, [...copy.bytes]], [0, [1, 2, 3]]);
  throws(() => structuredClone(1, { transfer: [bytes.buffer] }), { name: "DataCloneError" });
  throws(() => structuredClone(1, { transfer: [{}] }), { name: "DataCloneError" });
  const kept = new Uint8Array(2);
  throws(() => structuredClone(() => 1, { transfer: [kept.buffer] }), { name: "DataCloneError" });
  equal(kept.length, 2, "a failed clone moves nothing:");
});

test("blobs, files and keys are copied as such", async () => {
  const blob = structuredClone(new Blob(["ab"], { type: "text/plain" }));
  ok(blob instanceof Blob && !(blob instanceof File));
  equal([blob.type, await blob.text()], ["text/plain", "ab"]);
  const { file } = structuredClone({ file: new File(["c"], "n.txt", { type: "a/b", lastModified: 5 }) });
  ok(file instanceof File);
  equal([file.name, file.type, file.lastModified, await file.text()], ["n.txt", "a/b", 5, "c"]);
  const key = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-CBC", true, ["encrypt"]);
  const copy = structuredClone(key);
  ok(copy !== key && copy instanceof CryptoKey);
  equal([copy.type, copy.algorithm, copy.usages], [key.type, key.algorithm, key.usages]);
  equal(await crypto.subtle.exportKey("raw", copy), new ArrayBuffer(16));
});
