import assert from "node:assert/strict";
import { customAlphabet, customRandom, nanoid, urlAlphabet } from "nanoid";
import { nanoid as insecure } from "nanoid/non-secure";
import { check } from "./check.js";

export const get_ids = check(() => {
  const ids = Array.from({ length: 2000 }, () => nanoid());
  assert.equal(new Set(ids).size, 2000);
  assert.ok(ids.every((id) => /^[\w-]{21}$/.test(id)));
  assert.equal(new Set(ids.join("")).size, 64);
  assert.equal(nanoid(7).length, 7);
  assert.match(customAlphabet("0123456789", 12)(), /^\d{12}$/);
  assert.equal(customRandom("abcd", 5, (size) => new Uint8Array(size).map((_, at) => at))().length, 5);
  assert.equal(urlAlphabet.length, 64);
  assert.match(insecure(10), /^[\w-]{10}$/);
});
