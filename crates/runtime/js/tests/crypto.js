const crypto = vd.module("node:crypto");
const hashes = {
  md5: "900150983cd24fb0d6963f7d28e17f72",
  sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
  sha224: "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
  sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  ripemd160: "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
  "sha3-256": "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
  "sha512-256": "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
};

test("hashes of abc", () => {
  for (const name in hashes) {
    equal(crypto.createHash(name).update("abc").digest("hex"), hashes[name], name);
    ok(crypto.getHashes().includes(name));
  }
  equal(crypto.createHash("SHA256").update("abc").digest("hex"), hashes.sha256);
  equal(crypto.createHash("RSA-SHA256").update("abc").digest("hex"), hashes.sha256);
  equal(crypto.hash("sha1", "abc"), hashes.sha1);
});

test("data in pieces and of every kind", () => {
  const pieces = (...list) => list.reduce((hash, piece) => hash.update(piece), crypto.createHash("sha256")).digest("hex");
  equal(pieces("a", "bc"), hashes.sha256);
  equal(pieces("", "a", Buffer.from("b"), "c", new Uint8Array(0)), hashes.sha256);
  equal(pieces(new DataView(new Uint8Array([97, 98, 99]).buffer)), hashes.sha256);
  equal(pieces(new Uint16Array(new Uint8Array([97, 98, 99, 100]).buffer, 0, 1), "c"), hashes.sha256);
  equal(crypto.createHash("sha256").update("616263", "hex").digest("hex"), hashes.sha256);
  const half = crypto.createHash("sha1").update("\ud83d").update("\ude00").digest("hex");
  equal(half, crypto.createHash("sha1").update("\ufffd\ufffd").digest("hex"), "pairs do not join across updates:");
});

test("changing bytes after update changes nothing", () => {
  const bytes = Buffer.from("abc");
  const hash = crypto.createHash("sha256").update(bytes);
  bytes[0] = 0;
  equal(hash.digest("hex"), hashes.sha256);
});

test("large data goes in pieces", () => {
  const block = "0123456789abcdef".repeat(4096);
  const whole = crypto.createHash("sha256").update(block.repeat(40)).digest("hex");
  const hash = crypto.createHash("sha256");
  const copies = [];
  for (let i = 0; i < 40; i++) {
    hash.update(i % 2 ? block : Buffer.from(block));
    if (i === 38) copies.push(hash.copy());
  }
  equal(hash.digest("hex"), whole);
  equal(copies[0].update(block).digest("hex"), whole, "a copy goes its own way:");
  const mac = crypto.createHmac("sha256", "k");
  for (let i = 0; i < 40; i++) mac.update(block);
  equal(mac.digest("hex"), crypto.createHmac("sha256", "k").update(block.repeat(40)).digest("hex"));
});

test("outputs", () => {
  const digest = (encoding) => crypto.createHash("md5").update("abc").digest(encoding);
  ok(Buffer.isBuffer(digest()));
  equal(digest().toString("hex"), hashes.md5);
  equal(digest("base64"), "kAFQmDzST7DWlj99KOF/cg==");
  equal(digest("base64url"), "kAFQmDzST7DWlj99KOF_cg");
  equal(digest("latin1").length, 16);
});

test("HMAC", () => {
  const expected = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";
  const data = "The quick brown fox jumps over the lazy dog";
  for (const key of ["key", Buffer.from("key"), new Uint8Array([107, 101, 121]).buffer]) {
    equal(crypto.createHmac("sha256", key).update(data).digest("hex"), expected);
  }
  const used = crypto.createHmac("sha256", "key").update(data);
  used.digest();
  equal(used.digest("hex"), "");
  equal(crypto.createHmac("sha256", "k".repeat(200)).update("").digest("hex").length, 64);
});

test("errors are Node's", () => {
  throws(() => crypto.createHash("nope"), { message: "Digest method not supported" });
  throws(() => crypto.createHash(5), { code: "ERR_INVALID_ARG_TYPE" });
  throws(() => crypto.createHash("md5").update(5), {
    code: "ERR_INVALID_ARG_TYPE",
    message: 'The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)',
  });
  const done = crypto.createHash("md5");
  done.digest();
  throws(() => done.digest(), { code: "ERR_CRYPTO_HASH_FINALIZED", message: "Digest already called" });
  throws(() => done.update("x"), { code: "ERR_CRYPTO_HASH_FINALIZED" });
  throws(() => done.copy(), { code: "ERR_CRYPTO_HASH_FINALIZED" });
  throws(() => crypto.createHmac("nope", "k"), { code: "ERR_CRYPTO_INVALID_DIGEST", message: "Invalid digest: nope" });
  throws(() => crypto.createHmac("sha1", null), { code: "ERR_INVALID_ARG_TYPE" });
});

test("timingSafeEqual", () => {
  equal(crypto.timingSafeEqual(Buffer.from("a"), new Uint8Array([97])), true);
  equal(crypto.timingSafeEqual(Buffer.from("a"), Buffer.from("b")), false);
  throws(() => crypto.timingSafeEqual(Buffer.from("a"), Buffer.from("ab")), { code: "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH" });
  throws(() => crypto.timingSafeEqual("a", "a"), { code: "ERR_INVALID_ARG_TYPE" });
});

test("randomness", async () => {
  equal(crypto.randomBytes(16).length, 16);
  ok(Buffer.isBuffer(await new Promise((resolve) => crypto.randomBytes(4, (_, bytes) => resolve(bytes)))));
  throws(() => crypto.randomBytes(-1), { code: "ERR_OUT_OF_RANGE" });
  ok(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));
  for (let i = 0; i < 100; i++) ok([3, 4].includes(crypto.randomInt(3, 5)));
  ok(crypto.randomInt(10) < 10);
  throws(() => crypto.randomInt(5, 5), { code: "ERR_OUT_OF_RANGE" });
  throws(() => crypto.randomInt("5"), { code: "ERR_INVALID_ARG_TYPE" });
  const filled = crypto.randomFillSync(new Uint8Array(100), 50);
  ok(filled.subarray(0, 50).every((byte) => byte === 0) && filled.subarray(50).some((byte) => byte !== 0));
});

test("the global crypto", () => {
  const values = new Uint32Array(4);
  ok(globalThis.crypto.getRandomValues(values) === values && values.some((value) => value !== 0));
  throws(() => globalThis.crypto.getRandomValues(new Uint8Array(65537)), { name: "QuotaExceededError" });
  throws(() => globalThis.crypto.getRandomValues(new Float32Array(1)), { name: "TypeMismatchError" });
  equal(globalThis.crypto.randomUUID().length, 36);
  ok(crypto.webcrypto === globalThis.crypto);
});
