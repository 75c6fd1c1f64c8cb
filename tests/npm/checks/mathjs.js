import assert from "node:assert/strict";
import { all, bignumber, chain, create, derivative, evaluate, format, inv, matrix, parse, simplify, unit } from "mathjs";
import { check } from "./check.js";

export const get_expressions = check(() => {
  assert.equal(evaluate("sqrt(3^2 + 4^2) + 2 * 3"), 11);
  assert.equal(evaluate("12.7 cm to inch").toString(), "5 inch");
  assert.equal(evaluate("x * 2 + y", { x: 3, y: 1 }), 7);
  assert.equal(derivative("x^2 + 3 x", "x").toString(), "2 * x + 3");
  assert.equal(simplify("2 x + 3 x").toString(), "5 * x");
  assert.equal(parse("a + b").compile().evaluate({ a: 1, b: 2 }), 3);
  assert.throws(() => evaluate("2 +"), SyntaxError);
});

export const get_numbers = check(() => {
  assert.equal(bignumber("0.1").plus(bignumber("0.2")).toString(), "0.3");
  assert.equal(evaluate("1/3 + 1/6", {}).toFixed(2), "0.50");
  const exact = create(all, { number: "Fraction" });
  assert.equal(exact.format(exact.evaluate("1/3 + 1/6")), "1/2");
  assert.equal(evaluate("(2 + 3i) * (1 - i)").toString(), "5 + i");
  assert.equal(format(1 / 3, { precision: 3 }), "0.333");
  assert.equal(unit(5, "km").toNumber("m"), 5000);
});

export const get_matrices_and_statistics = check(() => {
  assert.deepEqual(inv([[2, 1], [1, 1]]), [[1, -1], [-1, 2]]);
  assert.deepEqual(evaluate("[1, 2; 3, 4] * [1; 1]").toArray(), [[3], [7]]);
  assert.equal(chain(3).add(4).multiply(2).done(), 14);
  assert.equal(evaluate("std(2, 4, 6)"), 2);
  assert.equal(evaluate("median([5, 1, 3])"), 3);
  assert.deepEqual(matrix([[1, 2], [3, 4]]).size(), [2, 2]);
});
