// The matchers, both ways: what holds, and what is said when it does not.

const fails = (run, ...parts) => {
  let error;
  try {
    run();
  } catch (thrown) {
    error = thrown;
  }
  if (error === undefined) throw new Error(`it did not fail: ${run}`);
  if (error.name !== "AssertionError") throw error;
  for (const part of parts) expect(error.message).toContain(part);
};

describe("equality", () => {
  it("toBe is identity", () => {
    const object = {};
    expect(object).toBe(object);
    expect(NaN).toBe(NaN);
    expect(0).not.toBe(-0);
    fails(() => expect(1).toBe(2), "expect(received).toBe(expected)", "expected: 2", "received: 1");
    fails(() => expect({}).toBe({}), "toEqual compares what is in them");
    fails(() => expect(1).not.toBe(1), "expected anything but 1");
  });

  it("toEqual is deep and forgives undefined members", () => {
    expect({ a: [1, { b: new Date(5) }], c: undefined }).toEqual({ a: [1, { b: new Date(5) }] });
    expect(new Map([["a", { b: 1 }]])).toEqual(new Map([["a", { b: 1 }]]));
    expect(new Set([{ a: 1 }])).toEqual(new Set([{ a: 1 }]));
    expect(new Set([1])).not.toEqual(new Set([2]));
    expect(Buffer.from("ab")).toEqual(Buffer.from("ab"));
    expect(/a/g).not.toEqual(/a/i);
    expect(new Error("a")).toEqual(new Error("a"));
    expect(new Error("a")).not.toEqual(new Error("b"));
    expect([1, 2]).not.toEqual([1]);
    expect(null).not.toEqual({});
    expect(new Date(NaN)).toEqual(new Date(NaN));
    const [one, other] = [{}, {}];
    one.self = one;
    other.self = other;
    expect(one).toEqual(other);
    fails(() => expect({ a: 1, list: ["x", "y"] }).toEqual({ a: 2, list: ["x", "y"] }), "-   a: 2,", "+   a: 1,", '"x"');
  });

  it("toStrictEqual sees classes, undefined members and holes", () => {
    class Point {
      x = 1;
    }
    expect({ a: undefined }).not.toStrictEqual({});
    expect(new Point()).not.toStrictEqual({ x: 1 });
    expect(new Point()).toEqual({ x: 1 });
    expect([, 1]).not.toStrictEqual([undefined, 1]);
    expect({ a: [1] }).toStrictEqual({ a: [1] });
  });

  it("toMatchObject wants at least", () => {
    expect({ a: 1, b: { c: 2, d: 3 } }).toMatchObject({ b: { c: 2 } });
    expect({ a: [{ b: 1, c: 2 }] }).toMatchObject({ a: [{ b: 1 }] });
    expect({ a: [1, 2] }).not.toMatchObject({ a: [1] });
    fails(() => expect({ a: 1 }).toMatchObject({ b: 1 }), "expected to have at least");
  });

  it("asymmetric values stand for many", () => {
    expect({ id: "x1", at: new Date(), n: 3 }).toEqual({ id: expect.stringMatching(/^x\d$/), at: expect.any(Date), n: expect.any(Number) });
    expect([1, 2, 3]).toEqual(expect.arrayContaining([3, 1]));
    expect({ a: 1, b: 2 }).toEqual(expect.objectContaining({ a: 1 }));
    expect({ a: 1 }).not.toEqual(expect.not.objectContaining({ a: 1 }));
    expect("abc").toEqual(expect.stringContaining("b"));
    expect(0.1 + 0.2).toEqual(expect.closeTo(0.3));
    expect(null).not.toEqual(expect.anything());
    fails(() => expect({ id: 1 }).toEqual({ id: expect.any(String) }), "Any<String>");
  });
});

describe("values", () => {
  it("numbers", () => {
    expect(0.1 + 0.2).toBeCloseTo(0.3);
    expect(3).toBeGreaterThan(2);
    expect(3n).toBeGreaterThanOrEqual(3);
    expect(1).toBeLessThan(2);
    expect(2).toBeLessThanOrEqual(2);
    expect(NaN).toBeNaN();
    fails(() => expect(1).toBeGreaterThan(2), "expected: more than 2", "received: 1");
  });

  it("presence", () => {
    expect(1).toBeTruthy();
    expect("").toBeFalsy();
    expect(null).toBeNull();
    expect(undefined).toBeUndefined();
    expect(null).toBeDefined();
    expect("a").toBeTypeOf("string");
    expect(new TypeError()).toBeInstanceOf(Error);
    expect(2).toBeOneOf([1, 2]);
    expect(4).toSatisfy((n) => n % 2 === 0);
    fails(() => expect(undefined).not.toBeUndefined(), "expected: not undefined");
  });

  it("strings and lists", () => {
    expect("hello").toContain("ell");
    expect([1, 2]).toContain(2);
    expect([{ a: 1 }]).toContainEqual({ a: 1 });
    expect(new Set(["a"])).toContain("a");
    expect("hello").toMatch(/^h/);
    expect("hello").toMatch("ell");
    expect([1, 2]).toHaveLength(2);
    fails(() => expect([1]).toHaveLength(2), "expected length: 2", "received length: 1");
    expect({ a: { b: [{ c: 1 }] } }).toHaveProperty("a.b[0].c", 1);
    expect({ a: 1 }).not.toHaveProperty("b");
    fails(() => expect({ a: 1 }).toHaveProperty("a", 2), 'the property "a"');
  });
});

describe("errors", () => {
  const thrower = () => {
    throw new RangeError("too far");
  };

  it("toThrow", () => {
    expect(thrower).toThrow();
    expect(thrower).toThrow("far");
    expect(thrower).toThrow(/^too/);
    expect(thrower).toThrow(RangeError);
    expect(thrower).toThrow(new Error("too far"));
    expect(() => 1).not.toThrow();
    fails(() => expect(() => 1).toThrow(), "nothing was thrown");
    fails(() => expect(thrower).toThrow("near"), 'RangeError: "too far"');
    fails(() => expect(thrower).toThrow(SyntaxError), "expected: SyntaxError");
    fails(() => expect(thrower).not.toThrow(), "expected no such error");
  });

  it("resolves and rejects", async () => {
    await expect(Promise.resolve(5)).resolves.toBe(5);
    await expect(Promise.reject(new Error("no"))).rejects.toThrow("no");
    await expect(async () => thrower()).rejects.toThrow(RangeError);
    await expect(expect(Promise.resolve(5)).rejects.toThrow()).rejects.toThrow("the promise was fulfilled: 5");
    await expect(expect(Promise.resolve(5)).resolves.toBe(6)).rejects.toThrow("expected: 6");
    await expect(Promise.resolve(5)).resolves.not.toBe(6);
  });

  it("own matchers and messages", () => {
    expect.extend({
      toBeEven: (received) => ({ pass: received % 2 === 0, message: () => `${received} is odd` }),
    });
    expect(2).toBeEven();
    fails(() => expect(3).toBeEven(), "3 is odd");
    fails(() => expect(3, "the number of legs").toBe(4), "the number of legs");
    fails(() => expect.fail("never here"), "never here");
  });
});
