const assert = vd.module("assert");

const fails = (fn) => throws(fn, { code: "ERR_ASSERTION", name: "AssertionError" });

test("what holds says nothing", () => {
  assert(1);
  assert.equal(1, "1");
  assert.strictEqual(NaN, NaN);
  assert.deepEqual({ a: [1, "2"] }, { a: ["1", 2] });
  assert.deepStrictEqual(new Set([{ a: 1 }]), new Set([{ a: 1 }]));
  assert.notDeepStrictEqual([0], [-0]);
  assert.throws(() => { throw new TypeError("bad"); }, { name: "TypeError", message: /bad/ });
  assert.match("abc", /b/);
  assert.ifError(null);
});

test("what does not shows the difference", () => {
  const error = fails(() => assert.deepStrictEqual({ a: 1, b: 2 }, { a: 1, b: 3 }));
  equal(
    error.message,
    "Expected values to be strictly deep-equal:\n+ actual - expected\n\n  {\n    a: 1,\n+   b: 2\n-   b: 3\n  }",
  );
  equal(fails(() => assert.strictEqual(1, 2)).message, "Expected values to be strictly equal:\n\n1 !== 2\n");
  equal(fails(() => assert.fail("no")).message, "no");
  equal(fails(() => assert.strict.equal(1, "1")).operator, "strictEqual");
  equal(fails(() => assert.throws(() => {})).message, "Missing expected exception.");
  throws(() => assert.equal(1, 2, new RangeError("mine")), { name: "RangeError" });
});

test("promises", async () => {
  await assert.rejects(Promise.reject(new Error("x")), /x/);
  await assert.rejects(async () => assert.doesNotReject(Promise.reject(new Error("y"))), { code: "ERR_ASSERTION" });
});

test("objects that contain themselves", () => {
  const a = { b: 1 };
  a.self = a;
  const c = { b: 1 };
  c.self = c;
  assert.deepStrictEqual(a, c);
});
