const shows = (args, expected) => {
  console.log(...args);
  console.log(`=> ${expected}`);
};

test("format specifiers", () => {
  shows(["%s is %d and %i", "x", "4.5", "4.5"], "x is 4.5 and 4");
  shows(["%f %j %%", "1.5", { a: [1] }], '1.5 {"a":[1]} %');
  shows(["%o", [1]], "[ 1, [length]: 1 ]");
  shows(["%O %c|", { a: { b: 1 } }, "color: red"], "{ a: { b: 1 } } |");
  shows(["%s", { toString: () => "own" }], "own");
  shows(["%s %s", "one"], "one %s");
  shows(["100%", "more", { a: 1 }], "100% more { a: 1 }");
  shows(["%d %i %f", 1n, Symbol("s"), Symbol("s")], "1n NaN NaN");
  shows(["%x", 1], "%x 1");
  shows([1, "a", null], "1 a null");
  shows([], "");
});

test("groups indent", () => {
  console.group("head");
  console.log("a\nb");
  console.log("=> never equal"); // indented, so no expectation
  console.groupEnd();
  console.groupEnd();
  shows(["out"], "out");
});

test("counters and assertions", () => {
  console.count();
  console.count();
  console.log("=> default: 2");
  console.countReset();
  console.count();
  console.log("=> default: 1");
  console.assert(true, "never");
  console.assert(false, "why %s", "not");
  console.log("=> Assertion failed: why not");
  console.assert(false);
  console.log("=> Assertion failed");
  console.timeEnd("none");
  console.log("=> Warning: No such label 'none' for console.timeEnd()");
});

test("tables", () => {
  console.table([{ a: 1, b: "x" }, { a: 2 }]);
  console.log("=> ┌─────────┬───┬─────┐\n│ (index) │ a │  b  │\n├─────────┼───┼─────┤\n│    0    │ 1 │ 'x' │\n│    1    │ 2 │     │\n└─────────┴───┴─────┘");
  console.table([1]);
  console.log("=> ┌─────────┬────────┐\n│ (index) │ Values │\n├─────────┼────────┤\n│    0    │   1    │\n└─────────┴────────┘");
  console.table("text");
  console.log("=> text");
});

test("dir, and methods without this", () => {
  console.dir({ a: { b: { c: {} } } }, { depth: 0 });
  console.log("=> { a: [Object] }");
  const { log } = console;
  log("free");
  console.log("=> free");
  console.dir({ a: 1, [Symbol.for("nodejs.util.inspect.custom")]: () => "no" });
  console.log("=> {\n  a: 1,\n  [Symbol(nodejs.util.inspect.custom)]: [Function: [nodejs.util.inspect.custom]]\n}");
});
