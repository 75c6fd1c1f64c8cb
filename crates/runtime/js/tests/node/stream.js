const { Readable, Writable, Transform, Duplex, PassThrough, pipeline, finished, promises } = vd.module("stream");

const upper = () => new Transform({ transform: (chunk, _, callback) => callback(null, `${chunk}`.toUpperCase()) });

function collect() {
  const parts = [];
  const sink = new Writable({
    write(chunk, _, callback) {
      parts.push(`${chunk}`);
      setTimeout(callback, 0);
    },
  });
  return { parts, sink };
}

test("a pipeline from a generator through a transform into a sink", async () => {
  const { parts, sink } = collect();
  await promises.pipeline(["a", "b", "c"], upper(), sink);
  equal(parts.join(""), "ABC");
  ok(sink.writableFinished && sink.destroyed);
});

test("pipe waits for a slow target", async () => {
  const { parts, sink } = collect();
  const source = Readable.from(Array.from({ length: 50 }, (_, i) => `${i};`));
  source.pipe(sink);
  await promises.finished(sink);
  equal(parts.join("").split(";").length, 51);
});

test("an error anywhere ends all of it", async () => {
  const source = Readable.from(["x"]);
  const broken = new Transform({ transform: (_, __, callback) => callback(new Error("broken")) });
  const { sink } = collect();
  const error = await new Promise((resolve) => pipeline(source, broken, sink, resolve));
  equal(error.message, "broken");
  ok(source.destroyed && sink.destroyed);
});

test("reading by hand, by flow, by iteration", async () => {
  const make = () => new Readable({ read() {} });
  const byHand = make();
  byHand.push("hello");
  equal(`${byHand.read(2)}${byHand.read()}`, "hello");
  const flowing = make();
  flowing.setEncoding("utf8");
  let text = "";
  flowing.on("data", (chunk) => (text += chunk));
  flowing.push(Buffer.from([0xe2, 0x82]));
  flowing.push(Buffer.from([0xac]));
  flowing.push(null);
  await promises.finished(flowing);
  equal(text, "€");
  const all = [];
  for await (const chunk of Readable.from([1, 2, 3]).map((n) => n * 2)) all.push(chunk);
  equal(all, [2, 4, 6]);
});

test("a Duplex has two sides, a PassThrough one", async () => {
  const duplex = new Duplex({ read() {}, write: (chunk, _, callback) => callback() });
  ok(duplex instanceof Readable && duplex instanceof Writable);
  const through = new PassThrough();
  through.end("x");
  equal(await vd.module("stream/consumers").text(through), "x");
});

test("mistakes have Node's codes", async () => {
  throws(() => new Writable({ write() {} }).write(null), { code: "ERR_STREAM_NULL_VALUES" });
  const ended = new Writable({ write: (chunk, _, callback) => callback() });
  ended.end();
  const error = await new Promise((resolve) => ended.on("error", resolve).write("x"));
  equal(error.code, "ERR_STREAM_WRITE_AFTER_END");
  const early = new Readable({ read() {} });
  const closed = new Promise((resolve) => finished(early, resolve));
  early.destroy();
  equal((await closed).code, "ERR_STREAM_PREMATURE_CLOSE");
});

test("between Node's streams and the web's", async () => {
  const web = Readable.toWeb(Readable.from([Buffer.from("ab"), Buffer.from("c")], { objectMode: false }));
  equal(await vd.module("stream/consumers").text(Readable.fromWeb(web)), "abc");
});
