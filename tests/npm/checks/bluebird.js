import assert from "node:assert/strict";
import Promise from "bluebird";
import { check } from "./check.js";

export const get_collections = check(async () => {
  let running = 0;
  let most = 0;
  const doubled = await Promise.map([1, 2, 3, 4], async (n) => {
    most = Math.max(most, (running += 1));
    await Promise.delay(2);
    running -= 1;
    return n * 2;
  }, { concurrency: 2 });
  assert.deepEqual(doubled, [2, 4, 6, 8]);
  assert.equal(most, 2);
  assert.deepEqual(await Promise.props({ a: Promise.resolve(1), b: 2 }), { a: 1, b: 2 });
  assert.equal(await Promise.reduce([1, 2, 3], (sum, n) => sum + n, 0), 6);
  assert.deepEqual(await Promise.each([1, 2], (n) => Promise.delay(1, n)), [1, 2]);
  assert.deepEqual(await Promise.some([Promise.delay(50, "slow"), Promise.delay(1, "fast")], 1), ["fast"]);
  assert.equal(await Promise.resolve([1, 2]).spread((a, b) => a + b), 3);
});

export const get_errors = check(async () => {
  const caught = await Promise.reject(new RangeError("r")).catch(TypeError, () => "type").catch(RangeError, () => "range");
  assert.equal(caught, "range");
  await assert.rejects(Promise.delay(1000).timeout(5), Promise.TimeoutError);
  let cleaned = false;
  await Promise.using(Promise.resolve("it").disposer(() => { cleaned = true; }), (it) => assert.equal(it, "it"));
  assert.equal(cleaned, true);
  const settled = await Promise.all([Promise.resolve(1).reflect(), Promise.reject(new Error("x")).reflect()]);
  assert.deepEqual(settled.map((it) => it.isFulfilled()), [true, false]);
  assert.ok(settled[1].reason() instanceof Error);
});

export const get_callbacks = check(async () => {
  const read = Promise.promisify((name, done) => setTimeout(() => (name ? done(null, `<${name}>`) : done(new Error("no name"))), 1));
  assert.equal(await read("a"), "<a>");
  await assert.rejects(read(""), /no name/);
  const api = Promise.promisifyAll({ get(n, done) { done(null, n + 1); } });
  assert.equal(await api.getAsync(1), 2);
  const order = [];
  await new Promise((resolve) => {
    Promise.resolve().then(() => order.push("then")).then(resolve);
    order.push("now");
  });
  assert.deepEqual(order, ["now", "then"]);
  assert.equal(await Promise.coroutine(function* () { return (yield Promise.resolve(2)) * 3; })(), 6);
});
