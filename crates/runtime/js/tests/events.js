test("listeners run in order, once each", () => {
  const target = new EventTarget();
  const seen = [];
  const first = () => seen.push("first");
  target.addEventListener("x", first);
  target.addEventListener("x", first);
  target.addEventListener("x", { handleEvent(event) { seen.push(event.type, this !== undefined); } });
  target.addEventListener("x", () => seen.push("once"), { once: true });
  ok(target.dispatchEvent(new Event("x")));
  target.removeEventListener("x", first);
  target.dispatchEvent(new Event("x"));
  equal(seen, ["first", "x", true, "once", "x", true]);
});

test("an event knows where it is", () => {
  const target = new EventTarget();
  const event = new Event("x", { cancelable: true });
  target.addEventListener("x", (e) => {
    equal([e.target === target, e.currentTarget === target, e.eventPhase], [true, true, Event.AT_TARGET]);
    e.preventDefault();
    throws(() => target.dispatchEvent(e), { name: "InvalidStateError" });
  });
  equal(target.dispatchEvent(event), false);
  equal([event.defaultPrevented, event.currentTarget, event.eventPhase], [true, null, 0]);
});

test("stopImmediatePropagation and passive listeners", () => {
  const target = new EventTarget();
  const seen = [];
  target.addEventListener("x", (e) => e.preventDefault(), { passive: true });
  target.addEventListener("x", (e) => (seen.push(1), e.stopImmediatePropagation()));
  target.addEventListener("x", () => seen.push(2));
  ok(target.dispatchEvent(new Event("x", { cancelable: true })));
  equal(seen, [1]);
});

test("a listener that throws stops nobody", () => {
  const target = new EventTarget();
  let reached = false;
  target.addEventListener("x", () => { throw new Error("from a listener"); });
  target.addEventListener("x", () => (reached = true));
  target.dispatchEvent(new Event("x"));
  ok(reached);
});

test("a signal removes listeners", () => {
  const target = new EventTarget();
  const controller = new AbortController();
  let count = 0;
  target.addEventListener("x", () => count++, { signal: controller.signal });
  target.dispatchEvent(new Event("x"));
  controller.abort();
  target.dispatchEvent(new Event("x"));
  equal(count, 1);
});

test("CustomEvent and subclasses", () => {
  equal(new CustomEvent("x", { detail: { a: 1 } }).detail, { a: 1 });
  equal(new CustomEvent("x").detail, null);
  class Emitter extends EventTarget {}
  ok(new Emitter() instanceof EventTarget);
  throws(() => new Event(), { code: "ERR_MISSING_ARGS" });
  throws(() => new EventTarget().dispatchEvent({}), { code: "ERR_INVALID_ARG_TYPE" });
});

test("DOMException", () => {
  const error = new DOMException("gone", "NotFoundError");
  equal([error.name, error.message, error.code, DOMException.NOT_FOUND_ERR], ["NotFoundError", "gone", 8, 8]);
  equal(new DOMException().name, "Error");
  equal(new DOMException("m", { name: "AbortError", cause: 1 }).cause, 1);
  equal([new DOMException("", "InUseAttributeError").code, new DOMException("", "URLMismatchError").code], [10, 21]);
  ok(error instanceof Error);
  equal(String(error), "NotFoundError: gone");
});
