test("the clock goes forward", () => {
  const a = performance.now();
  const b = performance.now();
  ok(a >= 0 && b >= a);
  ok(Math.abs(performance.timeOrigin + performance.now() - Date.now()) >= 0);
});

test("marks and measures", () => {
  performance.mark("a", { startTime: 10 });
  performance.mark("b", { startTime: 25, detail: { x: 1 } });
  const measure = performance.measure("m", "a", "b");
  equal([measure.startTime, measure.duration, measure.entryType], [10, 15, "measure"]);
  equal(performance.getEntriesByType("mark").map((entry) => entry.name), ["a", "b"]);
  equal(performance.getEntriesByName("b")[0].detail, { x: 1 });
  performance.clearMarks("a");
  throws(() => performance.measure("m", "a"), { name: "SyntaxError" });
  performance.clearMarks();
  performance.clearMeasures();
  equal(performance.getEntries().length, 0);
});

test("entries do not pile up", () => {
  for (let i = 0; i < 3000; i++) performance.mark("x");
  equal(performance.getEntries().length, 1000);
});
