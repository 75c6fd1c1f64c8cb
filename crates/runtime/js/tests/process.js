test("the environment is what the configuration names", () => {
  equal({ ...process.env }, { GREETING: "hello" });
  process.env.MORE = "1";
  equal(process.env.MORE, "1");
});

test("what libraries look at", () => {
  ok(/^v20\.\d+\.\d+$/.test(process.version));
  equal(process.versions.node, process.version.slice(1));
  equal(process.platform, "linux");
  ok(Array.isArray(process.argv));
  equal(typeof process.cwd(), "string");
  ok(process.uptime() >= 0);
  const [seconds, nanoseconds] = process.hrtime(process.hrtime());
  ok(seconds >= 0 && nanoseconds >= 0);
  equal(typeof process.hrtime.bigint(), "bigint");
  equal(typeof process.memoryUsage().heapUsed, "number");
  ok(process.on("exit", () => {}).once("x", () => {}) === process);
  equal(Object.prototype.toString.call(process), "[object process]");
});

test("nextTick and queueMicrotask run in order", async () => {
  const seen = [];
  process.nextTick((a, b) => seen.push(a + b), 1, 2);
  queueMicrotask(() => seen.push("micro"));
  Promise.resolve().then(() => seen.push("promise"));
  equal(seen, []);
  await new Promise((resolve) => setTimeout(resolve, 0));
  equal(seen, [3, "micro", "promise"]);
  throws(() => queueMicrotask(1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("global is the global object", () => {
  ok(global === globalThis);
});
