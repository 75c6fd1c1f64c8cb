import assert from "node:assert/strict";
import qs from "qs";
import { check } from "./check.js";

export const get_parsed = check(() => {
  assert.deepEqual(qs.parse("a[b][c]=1&a[b][d]=2&list[]=x&list[]=y&n[1]=b&n[0]=a&e=%C3%A4+b"), {
    a: { b: { c: "1", d: "2" } },
    list: ["x", "y"],
    n: ["a", "b"],
    e: "ä b",
  });
  assert.deepEqual(qs.parse("?a.b=c&x=1,2", { ignoreQueryPrefix: true, allowDots: true, comma: true }), { a: { b: "c" }, x: ["1", "2"] });
  assert.deepEqual(qs.parse("__proto__[x]=1"), {});
  assert.equal({}.x, undefined);
  assert.throws(() => qs.parse("a=1&b=2", { parameterLimit: 1, throwOnLimitExceeded: true }), RangeError);
});

export const get_made = check(() => {
  assert.equal(qs.stringify({ a: { b: [1, 2] }, c: null, d: undefined, e: "ä b" }, { encodeValuesOnly: true }), "a[b][0]=1&a[b][1]=2&c=&e=%C3%A4%20b");
  assert.equal(qs.stringify({ a: ["x", "y"] }, { arrayFormat: "brackets", encode: false }), "a[]=x&a[]=y");
  assert.equal(qs.stringify({ b: 1, a: new Date(0) }, { sort: (x, y) => (x < y ? -1 : 1), addQueryPrefix: true }), "?a=1970-01-01T00%3A00%3A00.000Z&b=1");
  assert.equal(qs.stringify({ a: "ä" }, { charset: "iso-8859-1" }), "a=%E4");
});
