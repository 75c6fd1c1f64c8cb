test("abort tells once, with a reason", () => {
  const controller = new AbortController();
  let count = 0;
  controller.signal.addEventListener("abort", () => count++);
  controller.signal.onabort = () => count++;
  equal(controller.signal.aborted, false);
  controller.signal.throwIfAborted();
  controller.abort();
  controller.abort("later");
  equal(count, 2);
  equal(controller.signal.reason.name, "AbortError");
  throws(() => controller.signal.throwIfAborted(), { name: "AbortError", code: 20 });
});

test("static signals", () => {
  equal(AbortSignal.abort("why").reason, "why");
  equal(AbortSignal.abort().aborted, true);
  throws(() => new AbortSignal(), { code: "ERR_ILLEGAL_CONSTRUCTOR" });
});

test("timeout", async () => {
  const signal = AbortSignal.timeout(1);
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  equal(signal.reason.name, "TimeoutError");
  throws(() => AbortSignal.timeout(-1), { code: "ERR_OUT_OF_RANGE" });
});

test("any follows all its sources, also through another any", () => {
  const a = new AbortController();
  const b = new AbortController();
  const inner = AbortSignal.any([a.signal, b.signal]);
  const outer = AbortSignal.any([inner]);
  const order = [];
  inner.onabort = () => order.push("inner", outer.aborted);
  outer.onabort = () => order.push("outer");
  b.abort("b");
  equal([inner.reason, outer.reason, order], ["b", "b", ["inner", true, "outer"]]);
  equal(AbortSignal.any([AbortSignal.abort(1), a.signal]).reason, 1);
  equal(AbortSignal.any([]).aborted, false);
});
