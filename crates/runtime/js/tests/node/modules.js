test("path, both kinds", () => {
  const path = vd.module("path");
  equal(path.join("a", "..", "b", "./c"), "b/c");
  equal(path.resolve("/a", "../b"), "/b");
  equal(path.relative("/a/b", "/a/c/d"), "../c/d");
  equal(path.parse("/x/y.tar.gz"), { root: "/", dir: "/x", base: "y.tar.gz", ext: ".gz", name: "y.tar" });
  equal(path.win32.join("C:\\a", "..", "b"), "C:\\b");
  ok(path.posix === path && vd.module("path/win32") === path.win32);
});

test("querystring", () => {
  const querystring = vd.module("querystring");
  equal({ ...querystring.parse("a=1&a=2&b=%20x+y&c") }, { a: ["1", "2"], b: " x y", c: "" });
  equal({ ...querystring.parse("a&b", []) }, { a: "", b: "" }, "an empty separator parts nothing, and ends");
  equal(querystring.stringify({ a: [1, true], b: "ä &" }), "a=1&a=true&b=%C3%A4%20%26");
});

test("url, the old way and with files", () => {
  const url = vd.module("url");
  const parsed = url.parse("http://user:pw@Example.com:80/p/a?x=1#h", true);
  equal([parsed.host, parsed.auth, parsed.pathname, parsed.query.x, parsed.hash], ["example.com:80", "user:pw", "/p/a", "1", "#h"]);
  equal(url.resolve("http://a.com/b/c/d", "../e?f"), "http://a.com/b/e?f");
  equal(url.fileURLToPath("file:///a%20b"), "/a b");
  equal(url.pathToFileURL("/a b#").href, "file:///a%20b%23");
  equal(url.domainToASCII("español.com"), "xn--espaol-zwa.com");
  ok(url.URL === URL);
});

test("string_decoder keeps characters whole", () => {
  const { StringDecoder } = vd.module("string_decoder");
  const decoder = new StringDecoder("utf8");
  equal(decoder.write(Buffer.from([0xe2, 0x82])), "");
  equal(decoder.write(Buffer.from([0xac])), "€");
  equal(decoder.write(Buffer.from([0xe2])) + decoder.end(), "\ufffd");
});

test("punycode, os, timers, perf_hooks", async () => {
  equal(vd.module("punycode").toASCII("mañana.com"), "xn--maana-pta.com");
  equal(vd.module("os").EOL, "\n");
  equal(await vd.module("timers/promises").setTimeout(1, "x"), "x");
  const seen = [];
  for await (const value of vd.module("timers/promises").setInterval(1, "i")) if (seen.push(value) === 2) break;
  equal(seen, ["i", "i"]);
  ok(vd.module("perf_hooks").performance === performance);
});

test("diagnostics_channel", () => {
  const channel = vd.module("diagnostics_channel").channel("a");
  const seen = [];
  channel.subscribe((message, name) => seen.push(name + message));
  channel.publish(1);
  equal(seen, ["a1"]);
});

test("createRequire finds Node's modules, with and without the scheme", () => {
  const require = vd.module("module").createRequire("/site/backend/x.js");
  ok(require("node:fs") === require("fs") && require("path") === vd.module("path"));
  throws(() => require("left-pad"), { code: "MODULE_NOT_FOUND" });
});

test("what is not here loads and says so when it is called", () => {
  for (const [name, call] of [
    ["net", "connect"],
    ["tls", "connect"],
    ["dns", "lookup"],
    ["child_process", "spawn"],
    ["worker_threads", "Worker"],
    ["dgram", "createSocket"],
    ["http2", "connect"],
  ]) {
    throws(() => vd.module(name)[call](), { code: "ERR_NOT_AVAILABLE", message: `${name}.${call} is not available in this runtime` });
  }
});

test("a socket can be made and set up; connecting fails by its event", async () => {
  const { Socket } = vd.module("net");
  const { Duplex } = vd.module("stream");
  const socket = new Socket();
  ok(socket instanceof Duplex);
  equal(socket.setNoDelay(true).setKeepAlive(true).ref().unref() === socket, true);
  equal([socket.connecting, socket.readyState, socket.remoteAddress], [false, "open", undefined]);
  const order = [];
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.connect(5432, "db.example");
  socket.on("error", (error) => order.push(error.code, error.message));
  order.push("connect returned");
  await closed;
  equal(order, ["connect returned", "ERR_NOT_AVAILABLE", "net.Socket.connect is not available in this runtime"]);
  equal([socket.destroyed, socket.readyState], [true, "closed"]);
  const idle = new Socket();
  await new Promise((resolve) => idle.setTimeout(1, resolve));
  idle.destroy();
});

test("a TLSSocket can be made around a stream", () => {
  const { TLSSocket } = vd.module("tls");
  const { PassThrough } = vd.module("stream");
  const socket = new TLSSocket(new PassThrough());
  ok(socket instanceof vd.module("net").Socket);
  equal([socket.encrypted, socket.authorized, socket._handle._parentWrap.constructor.name], [true, false, "JSStreamSocket"]);
});

test("ports of worker_threads are the web's", async () => {
  const threads = vd.module("worker_threads");
  equal(threads.MessageChannel === MessageChannel && threads.MessagePort === MessagePort, true);
  const { port1, port2 } = new threads.MessageChannel();
  port1.postMessage({ a: 1 });
  equal(threads.receiveMessageOnPort(port2), { message: { a: 1 } });
  equal(threads.receiveMessageOnPort(port2), undefined);
  throws(() => threads.receiveMessageOnPort({}), { code: "ERR_INVALID_ARG_TYPE" });
});

test("AsyncLocalStorage follows promises, timers and ticks", async () => {
  const { AsyncLocalStorage, AsyncResource } = vd.module("async_hooks");
  const storage = new AsyncLocalStorage();
  const seen = [];
  const note = (name) => () => seen.push(`${name} ${storage.getStore()}`);
  const done = storage.run("s", () => {
    setTimeout(note("timer"), 1);
    process.nextTick(note("tick"));
    queueMicrotask(note("microtask"));
    Promise.resolve().then(note("promise"));
    return new Promise((resolve) => setTimeout(resolve, 5)).then(() => storage.exit(note("exit")));
  });
  equal(storage.getStore(), undefined);
  const bound = storage.run("b", () => AsyncResource.bind(() => storage.getStore()));
  equal(bound(), "b");
  await done;
  equal(seen.sort(), ["exit undefined", "microtask s", "promise s", "tick s", "timer s"]);
});
