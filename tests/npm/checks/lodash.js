import assert from "node:assert/strict";
import _ from "lodash";
import groupBy from "lodash/groupBy.js";
import debounce from "lodash/debounce.js";
import { check } from "./check.js";

const orders = [
  { id: 3, customer: { name: "Ada" }, total: 12.5, tags: ["a", "b"] },
  { id: 1, customer: { name: "Bob" }, total: 3, tags: [] },
  { id: 2, customer: { name: "Ada" }, total: 7, tags: ["b"] },
];

export const get_collections = check(() => {
  assert.deepEqual(_.map(_.sortBy(orders, "id"), "id"), [1, 2, 3]);
  assert.deepEqual(_.mapValues(groupBy(orders, "customer.name"), (list) => _.sumBy(list, "total")), { Ada: 19.5, Bob: 3 });
  assert.deepEqual(_.orderBy(orders, ["customer.name", "total"], ["asc", "desc"]).map((it) => it.id), [3, 2, 1]);
  assert.deepEqual(_.uniq(_.flatMap(orders, "tags")), ["a", "b"]);
  assert.deepEqual(_.chunk(_.range(5), 2), [[0, 1], [2, 3], [4]]);
  assert.deepEqual(_.partition(orders, (it) => it.total > 5).map(_.size), [2, 1]);
});

export const get_objects = check(() => {
  const copy = _.cloneDeep(orders);
  copy[0].customer.name = "Eve";
  assert.equal(orders[0].customer.name, "Ada");
  const cloned = _.cloneDeep({ when: new Date(5), map: new Map([[1, { a: 1 }]]), bytes: Buffer.from("x"), pattern: /a/gi });
  assert.ok(cloned.when instanceof Date && cloned.when.getTime() === 5);
  assert.deepEqual(cloned.map.get(1), { a: 1 });
  assert.ok(Buffer.isBuffer(cloned.bytes) && cloned.bytes.equals(Buffer.from("x")));
  assert.equal(String(cloned.pattern), "/a/gi");
  assert.equal(_.get(orders, "[0].customer.name"), "Ada");
  assert.deepEqual(_.set({}, "a.b[1].c", 2), { a: { b: [, { c: 2 }] } });
  assert.deepEqual(_.merge({ a: { b: 1, c: [1, 2] } }, { a: { c: [3], d: 4 } }), { a: { b: 1, c: [3, 2], d: 4 } });
  assert.deepEqual(_.omit({ a: 1, b: 2, c: 3 }, ["a", "c"]), { b: 2 });
  assert.equal(_.isEqual({ a: [new Set([1])] }, { a: [new Set([1])] }), true);
  assert.equal(_.isPlainObject(Object.create(null)), true);
  assert.equal(_.isError(new TypeError("x")), true);
});

export const get_strings_and_chains = check(() => {
  assert.equal(_.camelCase("Labor + History"), "laborHistory");
  assert.equal(_.kebabCase("fooBar baz"), "foo-bar-baz");
  assert.equal(_.startCase("déjà_vu"), "Deja Vu");
  assert.equal(_.template("Hi <%- name %>, <% for (const n of list) { %>[<%= n %>]<% } %>")({ name: "<b>", list: [1, 2] }), "Hi &lt;b&gt;, [1][2]");
  assert.equal(_.truncate("a long sentence here", { length: 10, separator: " " }), "a long...");
  assert.deepEqual(_(orders).filter((it) => it.total > 5).map("id").sortBy().value(), [2, 3]);
  assert.deepEqual(_.chain([1, 2, 3]).map((n) => n * 2).reverse().take(2).value(), [6, 4]);
});

export const get_functions = check(async () => {
  let calls = 0;
  const last = debounce(() => (calls += 1), 5);
  last();
  last();
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(calls, 1);
  const slow = _.memoize((n) => ({ n }));
  assert.equal(slow(1), slow(1));
  assert.equal(_.curry((a, b, c) => a + b + c)(1)(2)(3), 6);
  assert.equal(_.once(() => (calls += 1))(), 2);
  assert.deepEqual(_.attempt(JSON.parse, "{") instanceof SyntaxError, true);
});
