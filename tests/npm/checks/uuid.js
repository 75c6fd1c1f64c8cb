import assert from "node:assert/strict";
import { NIL, parse, stringify, v1, v3, v4, v5, v7, validate, version } from "uuid";
import { check } from "./check.js";

export const get_names_are_as_published = check(() => {
  assert.equal(v5("www.example.com", v5.DNS), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  assert.equal(v3("www.example.com", v3.DNS), "5df41881-3aed-3515-88a7-2f4a814cf09e");
});

export const get_random_and_time = check(() => {
  const ids = Array.from({ length: 500 }, () => v4());
  assert.equal(new Set(ids).size, 500);
  assert.ok(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)));
  assert.equal(v4({ random: new Uint8Array(16).fill(0x10) }), "10101010-1010-4010-9010-101010101010");
  assert.equal(version(v1()), 1);
  const first = v7({ msecs: 1_700_000_000_000, random: new Uint8Array(16), seq: 0 });
  assert.ok(first.startsWith("018bcfe5-6800-7"));
  assert.ok(v7() > first);
});

export const get_bytes = check(() => {
  assert.equal(validate("nonsense"), false);
  assert.equal(validate(NIL), true);
  const bytes = parse("109156be-c4fb-41ea-b1b4-efe1671c5836");
  assert.deepEqual([...bytes.slice(0, 4)], [0x10, 0x91, 0x56, 0xbe]);
  assert.equal(stringify(bytes), "109156be-c4fb-41ea-b1b4-efe1671c5836");
  assert.throws(() => parse("x"), TypeError);
});
