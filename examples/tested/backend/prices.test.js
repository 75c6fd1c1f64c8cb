import { describe, expect, it } from "velodrome:test";
import { discounted, totalOf } from "backend/prices";

describe("totalOf", () => {
  it.each([
    [[], 0],
    [[{ price: 2.5, quantity: 2 }], 5],
    [[{ price: 0.1, quantity: 3 }, { price: 0.2, quantity: 1 }], 0.5],
  ])("of %j is %d", (lines, total) => {
    expect(totalOf(lines)).toBe(total);
  });
});

describe("discounted", () => {
  it("takes a part off", () => {
    expect(discounted(80, 25)).toBe(60);
    expect(discounted(9.99, 33)).toBeCloseTo(6.69);
  });

  it("refuses what is no percentage", () => {
    expect(() => discounted(80, 120)).toThrow("120 is not a percentage");
    expect(() => discounted(80, "a lot")).toThrow(RangeError);
  });
});
