const zlib = vd.module("node:zlib");
const called = (fn, ...args) => new Promise((resolve, reject) => fn(...args, (error, value) => (error ? reject(error) : resolve(value))));
const PAIRS = [
  ["gzip", "gunzip"],
  ["deflate", "inflate"],
  ["deflateRaw", "inflateRaw"],
  ["gzip", "unzip"],
  ["deflate", "unzip"],
  ["brotliCompress", "brotliDecompress"],
];
const TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(2000);

test("what others packed", () => {
  equal(zlib.gunzipSync(Buffer.from("H4sIAAAAAAAAA8tIzcnJVyjPL8pJAQCFEUoNCwAAAA==", "base64")).toString(), "hello world");
  equal(zlib.inflateSync(Buffer.from("eJzLSM3JyVcozy/KSQEAGgsEXQ==", "base64")).toString(), "hello world");
  equal(zlib.inflateRawSync(Buffer.from("y0jNyclXKM8vykkBAA==", "base64")).toString(), "hello world");
  equal(zlib.brotliDecompressSync(Buffer.from("CwWAaGVsbG8gd29ybGQD", "base64")).toString(), "hello world");
});

test("there and back, at once and later", async () => {
  for (const [there, back] of PAIRS) {
    for (const text of ["", "a", TEXT]) {
      const packed = zlib[`${there}Sync`](text);
      ok(Buffer.isBuffer(packed));
      equal(zlib[`${back}Sync`](packed).toString(), text, `${there} ${text.length}`);
      equal((await called(zlib[back], await called(zlib[there], Buffer.from(text)))).toString(), text);
    }
  }
});

test("levels, windows, dictionaries", () => {
  const sizes = [0, 1, 9].map((level) => zlib.deflateSync(TEXT, { level }).length);
  ok(sizes[0] > sizes[1] && sizes[1] >= sizes[2], sizes.join(" "));
  for (const windowBits of [8, 9, 12, 15]) equal(zlib.inflateSync(zlib.deflateSync(TEXT, { windowBits })).toString(), TEXT);
  const dictionary = Buffer.from("The quick brown fox jumps over the lazy dog");
  const packed = zlib.deflateSync("The quick brown fox", { dictionary });
  equal(zlib.inflateSync(packed, { dictionary }).toString(), "The quick brown fox");
  throws(() => zlib.inflateSync(packed), { code: "Z_NEED_DICT", errno: 2, message: "Missing dictionary" });
  throws(() => zlib.inflateSync(packed, { dictionary: Buffer.from("other") }), { code: "Z_NEED_DICT", message: "Bad dictionary" });
  equal(zlib.inflateRawSync(zlib.deflateRawSync("The quick brown fox", { dictionary }), { dictionary }).toString(), "The quick brown fox");
});

test("members of gzip one after the other, zeros after the last", () => {
  const two = Buffer.concat([zlib.gzipSync("abc"), zlib.gzipSync("def")]);
  equal(zlib.gunzipSync(two).toString(), "abcdef");
  equal(zlib.unzipSync(Buffer.concat([two, Buffer.alloc(10)])).toString(), "abcdef");
});

test("members that come one after the other", async () => {
  const { Readable } = vd.module("node:stream");
  const read = async (...pieces) => {
    let text = "";
    for await (const chunk of Readable.from(pieces).pipe(zlib.createGunzip())) text += chunk;
    return text;
  };
  const [one, two] = [zlib.gzipSync("abc"), zlib.gzipSync(TEXT)];
  equal(await read(one, two.subarray(0, 1), two.subarray(1)), `abc${TEXT}`);
  equal(await read(one, Buffer.alloc(10)), "abc");
  let error;
  await read(one, Buffer.from("garbage")).catch((thrown) => (error = thrown));
  equal(error.code, "Z_DATA_ERROR");
});

test("what is wrong", async () => {
  throws(() => zlib.gunzipSync(Buffer.from("not gzip at all")), { code: "Z_DATA_ERROR", errno: -3, message: "incorrect header check" });
  throws(() => zlib.inflateSync(zlib.deflateSync(TEXT).subarray(0, 30)), { code: "Z_BUF_ERROR", errno: -5, message: "unexpected end of file" });
  equal(zlib.inflateSync(zlib.deflateSync("hello").subarray(0, 9), { finishFlush: zlib.constants.Z_SYNC_FLUSH }).toString().slice(0, 4), "hell");
  throws(() => zlib.gunzipSync(zlib.gzipSync(Buffer.alloc(1e6)), { maxOutputLength: 1000 }), { code: "ERR_BUFFER_TOO_LARGE", name: "RangeError" });
  throws(() => zlib.gzipSync("x", { level: 10 }), { code: "ERR_OUT_OF_RANGE" });
  throws(() => zlib.gzipSync(5), { code: "ERR_INVALID_ARG_TYPE" });
  throws(() => zlib.gzip("x"), { code: "ERR_INVALID_ARG_TYPE" });
  let error;
  await called(zlib.gunzip, Buffer.alloc(100_000, 1)).catch((thrown) => (error = thrown));
  equal(error.code, "Z_DATA_ERROR");
  throws(() => zlib.brotliDecompressSync(Buffer.alloc(10, 255)));
});

test("crc32 and constants", () => {
  equal(zlib.crc32("hello"), 0x3610a686);
  equal(zlib.crc32("lo", zlib.crc32(Buffer.from("hel"))), 0x3610a686);
  equal([zlib.constants.Z_FINISH, zlib.codes.Z_DATA_ERROR, zlib.codes["-3"]], [4, -3, "Z_DATA_ERROR"]);
});

test("what is wrong with a number is said", () => {
  const told = (options) => {
    try {
      zlib.deflateSync("a", options);
    } catch (error) {
      return [error.code, error.message];
    }
    return undefined;
  };
  equal(told({ chunkSize: -Infinity }), ["ERR_OUT_OF_RANGE", 'The value of "options.chunkSize" is out of range. It must be a finite number. Received -Infinity']);
  equal(told({ chunkSize: 0 }), ["ERR_OUT_OF_RANGE", 'The value of "options.chunkSize" is out of range. It must be >= 64. Received 0']);
  equal(told({ level: 10 }), ["ERR_OUT_OF_RANGE", 'The value of "options.level" is out of range. It must be >= -1 and <= 9. Received 10']);
});
