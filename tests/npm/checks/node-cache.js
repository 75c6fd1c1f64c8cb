import assert from "node:assert/strict";
import NodeCache from "node-cache";
import { check } from "./check.js";

export const get_values = check(() => {
  const cache = new NodeCache({ stdTTL: 100, checkperiod: 120 });
  const value = { a: [1] };
  assert.equal(cache.set("k", value), true);
  value.a.push(2);
  assert.deepEqual(cache.get("k"), { a: [1] });
  assert.equal(cache.get("none"), undefined);
  const before = Date.now();
  cache.mset([{ key: "x", val: 1 }, { key: "y", val: 2, ttl: 5 }]);
  assert.deepEqual(cache.mget(["x", "y"]), { x: 1, y: 2 });
  assert.deepEqual(cache.keys().sort(), ["k", "x", "y"]);
  assert.equal(cache.take("x"), 1);
  assert.equal(cache.has("x"), false);
  assert.ok(cache.getTtl("y") >= before + 5000 && cache.getTtl("y") <= Date.now() + 5000);
  assert.equal(cache.getStats().keys, 2);
  cache.close();
});

export const get_expiry_and_events = check(async () => {
  const cache = new NodeCache({ checkperiod: 0, useClones: false });
  const seen = [];
  cache.on("expired", (key, value) => seen.push(["expired", key, value]));
  cache.on("del", (key) => seen.push(["del", key]));
  cache.set("short", 1, 0.01);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(cache.get("short"), undefined);
  cache.set("gone", 2);
  assert.equal(cache.del("gone"), 1);
  assert.deepEqual(seen.filter(([name]) => name === "expired"), [["expired", "short", 1]]);
  assert.deepEqual(seen.at(-1), ["del", "gone"]);
  const small = new NodeCache({ maxKeys: 1 });
  small.set("a", 1);
  assert.throws(() => small.set("b", 1), { name: "ECACHEFULL" });
  small.close();
});
