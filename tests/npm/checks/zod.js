import assert from "node:assert/strict";
import { z } from "zod";
import { check } from "./check.js";

const order = z.object({
  id: z.uuid(),
  email: z.email().transform((text) => text.toLowerCase()),
  lines: z.array(z.object({ sku: z.string().regex(/^[A-Z]{2}\d+$/), count: z.coerce.number().int().positive() })).min(1),
  payment: z.discriminatedUnion("kind", [z.object({ kind: z.literal("card"), last4: z.string().length(4) }), z.object({ kind: z.literal("cash") })]),
  note: z.string().optional(),
  currency: z.enum(["EUR", "USD"]).default("EUR"),
});

export const get_values_are_parsed = check(() => {
  const parsed = order.parse({
    id: "109156be-c4fb-41ea-b1b4-efe1671c5836",
    email: "Ada@Example.com",
    lines: [{ sku: "AB12", count: "3" }],
    payment: { kind: "cash" },
    unknown: true,
  });
  assert.deepEqual(parsed, {
    id: "109156be-c4fb-41ea-b1b4-efe1671c5836",
    email: "ada@example.com",
    lines: [{ sku: "AB12", count: 3 }],
    payment: { kind: "cash" },
    currency: "EUR",
  });
  assert.deepEqual(z.map(z.string(), z.date()).parse(new Map([["a", new Date(0)]])).get("a"), new Date(0));
});

export const get_mistakes_have_their_path = check(() => {
  const { success, error } = order.safeParse({ id: "x", email: "a@b.de", lines: [{ sku: "ab", count: 0 }], payment: { kind: "gold" } });
  assert.equal(success, false);
  assert.deepEqual(error.issues.map((issue) => [issue.path.join("."), issue.code]), [
    ["id", "invalid_format"],
    ["lines.0.sku", "invalid_format"],
    ["lines.0.count", "too_small"],
    ["payment.kind", "invalid_union"],
  ]);
  assert.equal(z.flattenError(error).fieldErrors.id[0], "Invalid UUID");
  assert.throws(() => z.string().parse(1), (thrown) => thrown instanceof z.ZodError && thrown.issues[0].message === "Invalid input: expected string, received number");
});

export const get_refinements = check(async () => {
  const passwords = z.object({ a: z.string(), b: z.string() }).refine((it) => it.a === it.b, { path: ["b"], error: "not the same" });
  assert.deepEqual(passwords.safeParse({ a: "1", b: "2" }).error.issues[0].path, ["b"]);
  const free = z.string().refine(async (name) => name !== "taken", "is taken");
  assert.equal(await free.parseAsync("new"), "new");
  await assert.rejects(free.parseAsync("taken"), /is taken/);
  assert.deepEqual(z.toJSONSchema(z.object({ n: z.number().max(3) })).properties, { n: { type: "number", maximum: 3 } });
});
