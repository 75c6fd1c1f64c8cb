const EventEmitter = vd.module("events");

test("listeners are called in order, with the emitter as this", () => {
  const seen = [];
  const emitter = new EventEmitter();
  emitter.on("x", function (a) {
    ok(this === emitter);
    seen.push(a);
  });
  emitter.prependListener("x", () => seen.push("first"));
  emitter.once("x", () => seen.push("once"));
  ok(emitter.emit("x", 1));
  emitter.emit("x", 2);
  equal(emitter.emit("y"), false);
  equal(seen, ["first", 1, "once", "first", 2]);
  equal(emitter.eventNames(), ["x"]);
  equal(emitter.listenerCount("x"), 2);
});

test("an error that nobody hears is thrown; the monitor hears it first", () => {
  const emitter = new EventEmitter();
  throws(() => emitter.emit("error", new TypeError("a")), { message: "a" });
  throws(() => emitter.emit("error", 5), { code: "ERR_UNHANDLED_ERROR", context: 5 });
  let heard;
  emitter.on(EventEmitter.errorMonitor, (error) => (heard = error));
  throws(() => emitter.emit("error", new Error("b")), { message: "b" });
  equal(heard.message, "b");
});

test("once and on wait", async () => {
  const emitter = new EventEmitter();
  setTimeout(() => emitter.emit("x", 1, 2), 1);
  equal(await EventEmitter.once(emitter, "x"), [1, 2]);
  setTimeout(() => {
    emitter.emit("y", "a");
    emitter.emit("y", "b");
    emitter.emit("end");
  }, 1);
  const all = [];
  for await (const [value] of EventEmitter.on(emitter, "y", { close: ["end"] })) all.push(value);
  equal(all, ["a", "b"]);
  equal(emitter.listenerCount("y"), 0);
});

test("rejections of listeners become errors, when asked for", async () => {
  const emitter = new EventEmitter({ captureRejections: true });
  emitter.on("x", async () => {
    throw new Error("late");
  });
  emitter.emit("x");
  const [error] = await EventEmitter.once(emitter, "error").catch((reason) => [reason]);
  equal(error.message, "late");
});

test("classes from before there were classes", () => {
  function Old() {
    EventEmitter.call(this);
  }
  vd.module("util").inherits(Old, EventEmitter);
  const old = new Old();
  let count = 0;
  old.on("x", () => count++);
  old.emit("x");
  equal(count, 1);
  ok(old instanceof EventEmitter && vd.module("node:events") === EventEmitter && EventEmitter.EventEmitter === EventEmitter);
});

test("too many listeners are warned of once", async () => {
  const emitter = new EventEmitter().setMaxListeners(1);
  const warnings = [];
  process.on("warning", (warning) => warnings.push(warning));
  for (let i = 0; i < 4; i++) emitter.on("x", () => {});
  await new Promise((resolve) => setTimeout(resolve, 1));
  equal(
    warnings.map(({ name, count }) => `${name} ${count}`),
    ["MaxListenersExceededWarning 2"],
  );
  process.removeAllListeners("warning");
});
