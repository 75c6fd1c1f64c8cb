import assert from "node:assert/strict";
import Validator from "fastest-validator";
import { check } from "./check.js";

export const get_validated = check(async () => {
  const validator = new Validator({ messages: { stringMin: "The '{field}' is too short!" } });
  const test = validator.compile({
    $$strict: true,
    id: { type: "number", positive: true, integer: true },
    name: { type: "string", min: 3, trim: true },
    mail: "email|optional",
    state: { type: "enum", values: ["new", "paid"], default: "new" },
    lines: { type: "array", items: { type: "object", props: { sku: "string" } } },
  });
  const good = { id: 1, name: " Ada ", lines: [{ sku: "a" }] };
  assert.equal(test(good), true);
  assert.deepEqual(good, { id: 1, name: "Ada", state: "new", lines: [{ sku: "a" }] });
  const mistakes = test({ id: -1, name: "Al", mail: "x", lines: [{ sku: 5 }] });
  assert.deepEqual(mistakes.map((it) => [it.field, it.type]), [
    ["id", "numberPositive"],
    ["name", "stringMin"],
    ["mail", "email"],
    ["lines[0].sku", "string"],
  ]);
  assert.equal(mistakes[1].message, "The 'name' is too short!");
  const later = new Validator({ useNewCustomCheckerFunction: true }).compile({
    $$async: true,
    name: { type: "string", custom: async (value, errors) => (value === "taken" ? (errors.push({ type: "taken", actual: value }), value) : value) },
  });
  assert.equal(await later({ name: "free" }), true);
  assert.equal((await later({ name: "taken" }))[0].type, "taken");
});
