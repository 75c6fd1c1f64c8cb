import assert from "node:assert/strict";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import { check } from "./check.js";

const schema = {
  type: "object",
  properties: {
    id: { type: "integer", minimum: 1 },
    tags: { type: "array", items: { $ref: "#/$defs/tag" }, uniqueItems: true },
    kind: { enum: ["a", "b"], default: "a" },
  },
  required: ["id"],
  additionalProperties: false,
  $defs: { tag: { type: "string", pattern: "^\\p{L}+$" } },
};

export const get_validated = check(() => {
  const validate = new Ajv({ allErrors: true, useDefaults: true, coerceTypes: true }).compile(schema);
  const good = { id: "5", tags: ["ä", "b"] };
  assert.equal(validate(good), true);
  assert.deepEqual(good, { id: 5, tags: ["ä", "b"], kind: "a" });
  assert.equal(validate({ id: 0, tags: ["1", "1"], more: 1 }), false);
  assert.deepEqual(validate.errors.map((it) => [it.instancePath, it.keyword]).sort(), [
    ["", "additionalProperties"],
    ["/id", "minimum"],
    ["/tags", "uniqueItems"],
    ["/tags/0", "pattern"],
    ["/tags/1", "pattern"],
  ]);
  assert.throws(() => new Ajv().compile({ type: "nonsense" }), /schema is invalid/);
});

export const get_formats_keywords_and_drafts = check(async () => {
  const ajv = new Ajv();
  ajv.addFormat("even-length", (text) => text.length % 2 === 0);
  ajv.addKeyword({ keyword: "divides", validate: (n, data) => n % data === 0 });
  assert.equal(ajv.validate({ type: "string", format: "even-length" }, "abc"), false);
  assert.equal(ajv.validate({ type: "integer", divides: 12 }, 5), false);
  assert.equal(ajv.validate({ type: "integer", divides: 12 }, 4), true);
  ajv.addSchema({ $id: "https://example.com/n", type: "number" });
  assert.equal(ajv.validate({ type: "array", items: { $ref: "https://example.com/n" } }, [1, "2"]), false);
  assert.match(ajv.errorsText(), /data\/1 must be number/);
  const later = ajv.compile({ $async: true, type: "object", required: ["a"] });
  assert.deepEqual(await later({ a: 1 }), { a: 1 });
  await assert.rejects(later({}), Ajv.ValidationError);
  const tuple = new Ajv2020().compile({ type: "array", prefixItems: [{ type: "string" }], items: false });
  assert.equal(tuple(["a"]), true);
  assert.equal(tuple(["a", 1]), false);
});
