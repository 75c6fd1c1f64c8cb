/** What Node 20 prints for these. */
const shows = (value, expected) => {
  console.log(value);
  console.log(`=> ${expected}`);
};

test("primitives inside of objects", () => {
  shows([undefined, null, NaN, -0, 1n, true, Symbol("x"), "s"], "[ undefined, null, NaN, -0, 1n, true, Symbol(x), 's' ]");
  shows(["it's", '"q"', "`'\"", "a\nb", "\u0001\ud800é"], `[ "it's", '"q"', '\`\\'"', 'a\\nb', '\\x01\\ud800é' ]`);
  shows(-0, "-0");
});

test("objects", () => {
  shows({}, "{}");
  shows({ a: 1, "b-c": { d: { e: { f: 1 } } }, [Symbol("s")]: [] }, "{ a: 1, 'b-c': { d: { e: [Object] } }, [Symbol(s)]: [] }");
  shows({ get a() { return 1; }, set b(value) {}, get c() { return 1; }, set c(value) {} }, "{ a: [Getter], b: [Setter], c: [Getter/Setter] }");
  shows(Object.assign(Object.create(null), { a: 1 }), "[Object: null prototype] { a: 1 }");
  shows(new (class Foo { a = 1; })(), "Foo { a: 1 }");
  shows({ a: "x".repeat(50), b: "y".repeat(50) }, `{\n  a: '${"x".repeat(50)}',\n  b: '${"y".repeat(50)}'\n}`);
});

test("arrays", () => {
  shows([1, , , "a"], "[ 1, <2 empty items>, 'a' ]");
  shows(Object.assign([1], { x: 2 }), "[ 1, x: 2 ]");
  shows(["apple", "banana", "cherry", "date", "elderberry", "fig", "grape"], "[ 'apple', 'banana', 'cherry', 'date', 'elderberry', 'fig', 'grape' ]");
  shows(Array.from({ length: 8 }, (_, i) => i * 100), "[\n    0, 100, 200, 300,\n  400, 500, 600, 700\n]");
  shows([[1, [2, [3, [4]]]]], "[ [ 1, [ 2, [Array] ] ] ]");
});

test("collections and other types", () => {
  shows(new Map([["a", { b: 1 }]]), "Map(1) { 'a' => { b: 1 } }");
  shows(new Set(), "Set(0) {}");
  shows(new Uint8Array([1, 2]), "Uint8Array(2) [ 1, 2 ]");
  shows(Buffer.from("abc"), "<Buffer 61 62 63>");
  shows(new ArrayBuffer(2), "ArrayBuffer { [Uint8Contents]: <00 00>, byteLength: 2 }");
  shows([new Date(0), new Date(NaN), /x/g], "[ 1970-01-01T00:00:00.000Z, Invalid Date, /x/g ]");
  shows([function f() {}, () => {}, class A {}, class B extends Map {}, async function g() {}], "[\n  [Function: f],\n  [Function (anonymous)],\n  [class A],\n  [class B extends Map],\n  [AsyncFunction: g]\n]");
  shows([Object(1), Object("s"), new WeakMap()], "[ [Number: 1], [String: 's'], WeakMap { <items unknown> } ]");
});

test("circles", () => {
  const a = { name: "a" };
  a.self = a;
  shows(a, "<ref *1> { name: 'a', self: [Circular *1] }");
});

test("errors", () => {
  const error = new TypeError("bad");
  error.stack = "TypeError: bad\n    at f (a.js:1:2)";
  shows(error, "TypeError: bad\n    at f (a.js:1:2)");
  shows({ error }, "{\n  error: TypeError: bad\n      at f (a.js:1:2)\n}");
  error.code = "E_BAD";
  shows(error, "TypeError: bad\n    at f (a.js:1:2) {\n  code: 'E_BAD'\n}");
  const caused = new Error("outer", { cause: "inner" });
  caused.stack = "Error: outer\n    at g (b.js:1:2)";
  shows(caused, "Error: outer\n    at g (b.js:1:2) {\n  [cause]: 'inner'\n}");
  ok(String(new Error("x").stack).length > 0);
});

test("objects that show themselves", () => {
  shows({ [Symbol.for("nodejs.util.inspect.custom")]: () => "mine" }, "mine");
  shows({ [Symbol.for("nodejs.util.inspect.custom")]: (depth, options, inspect) => inspect({ depth }) }, "{ depth: 2 }");
  shows(new URLSearchParams("a=1"), "URLSearchParams { 'a' => '1' }");
});

test("stacks of subclasses without a constructor of their own", () => {
  class Own extends Error {}
  ok(vd.stack(new Own("bad")).startsWith("Error: bad\n    at "));
  class Named extends Error {
    name = "Named";
  }
  ok(vd.stack(new Named("bad")).startsWith("Named: bad\n    at "));
});
