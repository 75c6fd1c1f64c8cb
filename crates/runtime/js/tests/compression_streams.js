const crypto = vd.module("node:crypto");
const zlib = vd.module("node:zlib");
const { PassThrough, Readable, Transform, Writable, pipeline } = vd.module("node:stream");
const { pipeline: piped } = vd.module("node:stream/promises");

const TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(3000);
const pieces = (bytes, size) => Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

async function collected(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test("every pair of streams, in pieces of any size", async () => {
  const pairs = [
    ["Gzip", "Gunzip"],
    ["Deflate", "Inflate"],
    ["DeflateRaw", "InflateRaw"],
    ["Gzip", "Unzip"],
    ["BrotliCompress", "BrotliDecompress"],
  ];
  for (const [there, back] of pairs) {
    for (const size of [1, 7, 100_000]) {
      const text = size === 1 ? TEXT.slice(0, 500) : TEXT;
      const packed = await collected(Readable.from(pieces(Buffer.from(text), size)).pipe(zlib[`create${there}`]()));
      const unpacked = Readable.from(pieces(packed, size)).pipe(zlib[`create${back}`]({ chunkSize: 64 }));
      equal((await collected(unpacked)).toString(), text, `${there} ${size}`);
    }
  }
  ok(new zlib.Gzip() instanceof Transform);
});

test("errors of streams", async () => {
  const failing = async (stream, input) => {
    try {
      await collected(Readable.from([input]).pipe(stream));
      return "nothing";
    } catch (error) {
      return error.code;
    }
  };
  equal(await failing(zlib.createGunzip(), Buffer.from("no gzip")), "Z_DATA_ERROR");
  equal(await failing(zlib.createGunzip(), zlib.gzipSync(TEXT).subarray(0, 40)), "Z_BUF_ERROR");
});

test("flush brings out what was written", async () => {
  const gzip = zlib.createGzip();
  gzip.write("abc");
  await new Promise((resolve) => gzip.flush(resolve));
  const gunzip = zlib.createGunzip();
  gunzip.write(gzip.read());
  equal((await new Promise((resolve) => gunzip.once("data", resolve))).toString(), "abc");
});

test("hashes, ciphers and signatures as streams", async () => {
  const hash = crypto.createHash("sha256");
  hash.write("a");
  hash.end("bc");
  equal((await collected(hash)).toString("hex"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  equal((await collected(Readable.from(["abc"]).pipe(crypto.createHash("md5")))).toString("hex"), "900150983cd24fb0d6963f7d28e17f72");
  const text = await collected(Readable.from(["abc"]).pipe(crypto.createHmac("sha1", "k").setEncoding("hex")).pipe(new PassThrough()));
  equal(text.toString(), crypto.createHmac("sha1", "k").update("abc").digest("hex"));
  const [key, iv] = [Buffer.alloc(32), Buffer.alloc(16)];
  const out = [];
  const sink = new Writable({ write: (chunk, _, done) => (out.push(chunk), done()) });
  await piped(Readable.from([TEXT]), crypto.createCipheriv("aes-256-cbc", key, iv), crypto.createDecipheriv("aes-256-cbc", key, iv), sink);
  equal(Buffer.concat(out).toString(), TEXT);
  const pair = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
  const sign = crypto.createSign("sha256");
  sign.write("te");
  sign.end("xt");
  ok(crypto.verify("sha256", Buffer.from("text"), pair.publicKey, sign.sign(pair.privateKey)));
  let failure;
  await new Promise((resolve) => pipeline(Readable.from([Buffer.alloc(15)]), crypto.createDecipheriv("aes-256-cbc", key, iv), sink, (error) => ((failure = error), resolve())));
  ok(failure.code === "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH" || failure.code === "ERR_STREAM_DESTROYED" || failure.code === "ERR_STREAM_WRITE_AFTER_END", failure.code);
});

test("text in pieces comes out whole", () => {
  const [key, iv] = [Buffer.alloc(16), Buffer.alloc(16)];
  const cipher = crypto.createCipheriv("aes-128-ctr", key, iv);
  const packed = cipher.update("grün €");
  const decipher = crypto.createDecipheriv("aes-128-ctr", key, iv);
  const parts = [...packed].map((byte) => decipher.update(Buffer.from([byte]), null, "utf8"));
  equal(parts.join("") + decipher.final("utf8"), "grün €");
  const base64 = crypto.createCipheriv("aes-128-cbc", key, iv);
  const joined = base64.update("abcdefghijklmnopq", "utf8", "base64") + base64.final("base64");
  const whole = crypto.createCipheriv("aes-128-cbc", key, iv);
  equal(joined, Buffer.concat([whole.update("abcdefghijklmnopq"), whole.final()]).toString("base64"));
});
