/** Streams of values and of bytes, written to from the standard's text. */

/** @returns {Promise<any[]>} everything that a stream gives */
async function all(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

async function rejects(promise, expected) {
  try {
    await promise;
  } catch (error) {
    if (expected !== undefined) equal(error, expected, "the rejection:");
    return error;
  }
  throw new Error("nothing was rejected");
}

test("a readable stream gives what its source has, when it is asked for", async () => {
  let pulled = 0;
  const stream = new ReadableStream({
    pull(controller) {
      controller.enqueue(++pulled);
      if (pulled === 3) controller.close();
    },
  });
  const reader = stream.getReader();
  equal(stream.locked, true);
  equal(await reader.read(), { value: 1, done: false });
  ok(pulled <= 2, "no more is pulled than the queue may hold:");
  equal(await reader.read(), { value: 2, done: false });
  equal(await reader.read(), { value: 3, done: false });
  equal(await reader.read(), { value: undefined, done: true });
  await reader.closed;
  throws(() => stream.getReader(), { name: "TypeError" });
});

test("a strategy counts what waits", async () => {
  let controller;
  const stream = new ReadableStream({ start: (given) => void (controller = given) }, new ByteLengthQueuingStrategy({ highWaterMark: 10 }));
  equal(controller.desiredSize, 10);
  controller.enqueue(new Uint8Array(7));
  equal(controller.desiredSize, 3);
  equal((await stream.getReader().read()).value.byteLength, 7);
  equal(controller.desiredSize, 10);
  throws(() => new ReadableStream({}, { highWaterMark: -1 }), { name: "RangeError" });
  throws(() => new ReadableStream({}, { size: 1 }), { name: "TypeError" });
  throws(() => new ReadableStream({ type: "text" }), { name: "TypeError" });
});

test("cancel tells the source, errors reach the reader", async () => {
  let told;
  const stream = new ReadableStream({ cancel: (reason) => void (told = reason) });
  await stream.cancel("enough");
  equal(told, "enough");
  const failed = new ReadableStream({ pull: () => Promise.reject("broken") });
  await rejects(failed.getReader().read(), "broken");
});

test("releasing a reader rejects its reads and leaves the stream to the next", async () => {
  let controller;
  const stream = new ReadableStream({ start: (given) => void (controller = given) });
  const first = stream.getReader();
  const pending = first.read();
  first.releaseLock();
  ok((await rejects(pending)) instanceof TypeError);
  const second = stream.getReader();
  controller.enqueue("x");
  equal(await second.read(), { value: "x", done: false });
});

test("from, iteration, and leaving it", async () => {
  equal(await all(ReadableStream.from([1, Promise.resolve(2), 3])), [1, 2, 3]);
  let ended = false;
  async function* numbers() {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      ended = true;
    }
  }
  for await (const number of ReadableStream.from(numbers())) if (number === 2) break;
  equal(ended, true);
  const kept = ReadableStream.from(["a", "b"]);
  for await (const text of kept.values({ preventCancel: true })) if (text === "a") break;
  equal(await all(kept), ["b"]);
});

test("tee gives both branches everything", async () => {
  const [one, other] = ReadableStream.from(["a", "b"]).tee();
  equal([await all(one), await all(other)], [["a", "b"], ["a", "b"]]);
  const bytes = new ReadableStream({
    type: "bytes",
    start(controller) {
      controller.enqueue(new Uint8Array([1, 2, 3]));
      controller.close();
    },
  });
  const [left, right] = bytes.tee();
  const [a] = await all(left);
  const [b] = await all(right);
  equal([[...a], [...b], a.buffer === b.buffer], [[1, 2, 3], [1, 2, 3], false]);
});

test("a reader brings its own buffer", async () => {
  const stream = new ReadableStream({
    type: "bytes",
    pull(controller) {
      const { byobRequest } = controller;
      byobRequest.view[0] = 7;
      byobRequest.respond(1);
    },
  });
  const reader = stream.getReader({ mode: "byob" });
  const mine = new Uint8Array(4);
  const { value, done } = await reader.read(mine);
  equal([done, value.byteLength, value[0], value.buffer.byteLength, mine.byteLength], [false, 1, 7, 4, 0]);
  const filled = await reader.read(new Uint16Array(2), { min: 2 });
  equal([...filled.value], [0x0707, 0x0707]);
  ok((await rejects(reader.read(new Uint8Array(0)))) instanceof TypeError);
  throws(() => new ReadableStream().getReader({ mode: "byob" }), { name: "TypeError" });
});

test("what was queued is copied into the reader's buffer", async () => {
  const stream = new ReadableStream({
    type: "bytes",
    start(controller) {
      controller.enqueue(new Uint8Array([1, 2, 3]));
      controller.enqueue(new Uint8Array([4]));
      controller.close();
    },
  });
  const reader = stream.getReader({ mode: "byob" });
  equal([...(await reader.read(new Uint8Array(2))).value], [1, 2]);
  equal([...(await reader.read(new Uint8Array(9))).value], [3, 4]);
  const last = await reader.read(new Uint8Array(9));
  equal([last.done, last.value.byteLength], [true, 0]);
});

test("a writable stream writes one chunk at a time and says when to rest", async () => {
  const written = [];
  let release;
  const stream = new WritableStream({
    write(chunk) {
      written.push(chunk);
      return new Promise((resolve) => (release = resolve));
    },
    close: () => void written.push("end"),
  });
  const writer = stream.getWriter();
  await writer.ready;
  const first = writer.write("a");
  const second = writer.write("b");
  equal(writer.desiredSize, -1);
  await Promise.resolve();
  equal(written, ["a"]);
  release();
  await first;
  equal(written, ["a", "b"]);
  release();
  await second;
  await writer.ready;
  await writer.close();
  equal(written, ["a", "b", "end"]);
  await writer.closed;
});

test("abort reaches the sink and its signal", async () => {
  let reason;
  let controller;
  const stream = new WritableStream({ start: (given) => void (controller = given), abort: (given) => void (reason = given) });
  const { signal } = controller;
  await stream.abort("no more");
  equal([reason, signal.aborted, signal.reason], ["no more", true, "no more"]);
  await rejects(stream.getWriter().write("x"), "no more");
});

test("pipes pass chunks, ends and errors, and heed backpressure and signals", async () => {
  const written = [];
  await ReadableStream.from([1, 2, 3]).pipeTo(new WritableStream({ write: (chunk) => void written.push(chunk), close: () => void written.push("end") }));
  equal(written, [1, 2, 3, "end"]);

  let cancelled;
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue("x"), cancel: (reason) => void (cancelled = reason) });
  await rejects(endless.pipeTo(new WritableStream({ write: () => Promise.reject("full") })), "full");
  equal(cancelled, "full");

  let aborted;
  const broken = new ReadableStream({ start: (controller) => controller.error("torn") });
  await rejects(broken.pipeTo(new WritableStream({ abort: (reason) => void (aborted = reason) })), "torn");
  equal(aborted, "torn");

  const stop = new AbortController();
  const waiting = new ReadableStream();
  const piped = waiting.pipeTo(new WritableStream(), { signal: stop.signal });
  stop.abort("stopped");
  await rejects(piped, "stopped");
  equal(waiting.locked, false);
});

test("a slow writer is not overrun", async () => {
  let pulled = 0;
  let written = 0;
  let behind = 0;
  const source = new ReadableStream({
    pull(controller) {
      if (++pulled > 50) controller.close();
      else controller.enqueue(pulled);
    },
  });
  await source.pipeTo(
    new WritableStream({
      async write() {
        behind = Math.max(behind, pulled - written);
        await new Promise((resolve) => setImmediate(resolve));
        written++;
      },
    }),
  );
  equal(written, 50);
  ok(behind <= 4, `at most a few chunks wait, not ${behind}:`);
});

test("a transform changes what passes, flushes, and hands on errors", async () => {
  const doubled = new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk);
      controller.enqueue(chunk);
    },
    flush: (controller) => controller.enqueue("last"),
  });
  equal(await all(ReadableStream.from(["a", "b"]).pipeThrough(doubled)), ["a", "a", "b", "b", "last"]);
  const failing = new TransformStream({
    transform() {
      throw "bad chunk";
    },
  });
  await rejects(all(ReadableStream.from([1]).pipeThrough(failing)), "bad chunk");
  equal(await all(ReadableStream.from([1]).pipeThrough(new TransformStream())), [1]);
});

test("text passes through encoder and decoder, cut anywhere", async () => {
  const text = "a\u00e9\u20ac\u{1f600}b";
  const bytes = await all(ReadableStream.from([...text.split("")]).pipeThrough(new TextEncoderStream()));
  const whole = bytes.flatMap((chunk) => [...chunk]);
  equal(whole, [...new TextEncoder().encode(text)]);
  const single = ReadableStream.from(whole.map((byte) => new Uint8Array([byte])));
  equal((await all(single.pipeThrough(new TextDecoderStream()))).join(""), text);
  await rejects(all(ReadableStream.from([new Uint8Array([0xff])]).pipeThrough(new TextDecoderStream("utf-8", { fatal: true }))));
});

test("a program that replaces Promise and prototypes does not come between", async () => {
  const { then } = Promise.prototype;
  let asked = 0;
  Promise.prototype.then = function (...args) {
    asked++;
    return Reflect.apply(then, this, args);
  };
  const written = [];
  const piped = ReadableStream.from([1, 2]).pipeTo(new WritableStream({ write: (chunk) => void written.push(chunk) }));
  Promise.prototype.then = then;
  await piped;
  equal([written, asked], [[1, 2], 0]);
});

test("a signal made of others does not stay with those that live long", async () => {
  const long = new AbortController();
  const either = AbortSignal.any([long.signal, new AbortController().signal]);
  let heard = 0;
  const listener = () => heard++;
  either.addEventListener("abort", listener);
  either.removeEventListener("abort", listener);
  either.addEventListener("abort", listener);
  long.abort("why");
  equal([heard, either.aborted, either.reason], [1, true, "why"]);
  const late = new AbortController();
  const unheard = AbortSignal.any([late.signal]);
  late.abort("later");
  equal([unheard.aborted, unheard.reason], [true, "later"]);
});

test("compression and back, cut anywhere, and what is broken is refused", async () => {
  const text = "hello hello hello ".repeat(200);
  const joined = (chunks) => Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
  for (const format of ["gzip", "deflate", "deflate-raw"]) {
    const packed = joined(await all(ReadableStream.from([new TextEncoder().encode(text)]).pipeThrough(new CompressionStream(format))));
    ok(packed.length < text.length / 10, `${format} makes it smaller:`);
    const pieces = [];
    for (let i = 0; i < packed.length; i += 7) pieces.push(packed.subarray(i, i + 7));
    const unpack = (given) => all(ReadableStream.from(given).pipeThrough(new DecompressionStream(format)));
    equal(joined(await unpack(pieces)).toString(), text);
    for (const broken of [[packed.subarray(0, -3)], [packed, Buffer.from("more")], [], [Buffer.from("nonsense, nonsense")]]) {
      equal((await rejects(unpack(broken))).name, "TypeError", `${format}:`);
    }
  }
  throws(() => new CompressionStream("zip"), { name: "TypeError" });
  equal((await rejects(all(ReadableStream.from(["text"]).pipeThrough(new CompressionStream("gzip"))))).name, "TypeError");
});

test("what gives a promise rejects when it is called on something else", async () => {
  const { cancel, pipeTo } = ReadableStream.prototype;
  const { read } = ReadableStreamDefaultReader.prototype;
  const { write } = WritableStreamDefaultWriter.prototype;
  for (const method of [cancel, pipeTo, read, write]) {
    for (const self of [undefined, null, 5, {}]) ok((await rejects(method.call(self))) instanceof TypeError);
  }
});
