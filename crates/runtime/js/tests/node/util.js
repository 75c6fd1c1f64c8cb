const util = vd.module("util");

test("promisify and callbackify", async () => {
  equal(await util.promisify((a, callback) => callback(null, a + 1))(1), 2);
  const error = await util.promisify((callback) => callback(new Error("no")))().catch((reason) => reason);
  equal(error.message, "no");
  equal(await new Promise((resolve) => util.callbackify(async (a) => a * 2)(4, (_, value) => resolve(value))), 8);
  equal(await util.promisify(setTimeout)(1, "waited"), "waited");
});

test("inspect takes options, flags and objects' own ways", () => {
  equal(util.inspect({ a: { b: { c: {} } } }, { depth: 0 }), "{ a: [Object] }");
  equal(util.inspect({ a: 1 }, { colors: true }), "{ a: \u001b[33m1\u001b[39m }");
  equal(util.inspect({ [util.inspect.custom]: (depth, options, inspect) => inspect(5) + depth }), "52");
  throws(() => util.inspect({ [util.inspect.custom]: () => { throw new Error("mine"); } }), { message: "mine" });
  equal(util.inspect({ get a() { return 1; } }, { getters: true }), "{ a: [Getter: 1] }");
  equal(util.inspect(1234567.891, { numericSeparator: true }), "1_234_567.891");
});

test("format", () => {
  equal(util.format("%s is %d and %j", "a", 2, { b: 1 }), 'a is 2 and {"b":1}');
  equal(util.formatWithOptions({ colors: true }, "%O", 1), "\u001b[33m1\u001b[39m");
});

test("types are told apart whatever prototypes say", () => {
  const { types } = util;
  ok(types.isDate(new Date()) && !types.isDate(Object.create(Date.prototype)));
  ok(types.isPromise(Promise.resolve()) && !types.isPromise(Object.create(Promise.prototype)));
  ok(types.isAsyncFunction(async () => {}) && types.isGeneratorFunction(function* () {}));
  ok(types.isUint8Array(Buffer.alloc(1)) && types.isBoxedPrimitive(Object("a")));
});

test("parseArgs", () => {
  const parsed = util.parseArgs({
    args: ["-f", "--bar=b", "rest"],
    options: { foo: { type: "boolean", short: "f" }, bar: { type: "string" } },
    allowPositionals: true,
  });
  equal({ ...parsed.values }, { foo: true, bar: "b" });
  equal(parsed.positionals, ["rest"]);
  throws(() => util.parseArgs({ args: ["--x"] }), { code: "ERR_PARSE_ARGS_UNKNOWN_OPTION" });
});

test("deep equality, MIME types, colours", () => {
  ok(util.isDeepStrictEqual(new Map([[{ a: 1 }, [1]]]), new Map([[{ a: 1 }, [1]]])));
  ok(!util.isDeepStrictEqual([1], ["1"]));
  const type = new util.MIMEType("text/HTML; charset=utf-8");
  equal([type.essence, type.params.get("charset")], ["text/html", "utf-8"]);
  equal(util.stripVTControlCharacters(util.styleText("red", "x")), "x");
});

test("deprecate warns once", async () => {
  let count = 0;
  process.on("warning", () => count++);
  const old = util.deprecate((a) => a, "old", "DEP_TEST");
  equal(old(1) + old(2), 3);
  await new Promise((resolve) => setTimeout(resolve, 1));
  equal(count, 1);
  process.removeAllListeners("warning");
});
