const crypto = vd.module("node:crypto");
const hex = (text) => Buffer.from(text.replace(/\s/g, ""), "hex");

function encrypt(name, key, iv, text, options = {}) {
  const cipher = crypto.createCipheriv(name, key, iv);
  if (options.padding === false) cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(text), cipher.final()]);
}

function decrypt(name, key, iv, text, options = {}) {
  const decipher = crypto.createDecipheriv(name, key, iv);
  if (options.padding === false) decipher.setAutoPadding(false);
  return Buffer.concat([decipher.update(text), decipher.final()]);
}

/** NIST SP 800-38A, appendix F: the text of all its examples. */
const PLAIN = hex(`6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
  30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710`);
const KEY128 = hex("2b7e151628aed2a6abf7158809cf4f3c");
const KEY256 = hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");

test("AES of NIST SP 800-38A", () => {
  const iv = hex("000102030405060708090a0b0c0d0e0f");
  const counter = hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
  const cases = [
    ["aes-128-ecb", KEY128, null, "3ad77bb40d7a3660a89ecaf32466ef97"],
    ["aes-256-ecb", KEY256, null, "f3eed1bdb5d2a03c064b5a7e3db181f8"],
    ["aes-128-cbc", KEY128, iv, "7649abac8119b246cee98e9b12e9197d"],
    ["aes-256-cbc", KEY256, iv, "f58c4c04d6e5f1ba779eabfb5f7bfbd6"],
    ["aes-128-ctr", KEY128, counter, "874d6191b620e3261bef6864990db6ce"],
    ["aes-256-ctr", KEY256, counter, "601ec313775789a5b7a7f504bbf3d228"],
  ];
  for (const [name, key, vector, first] of cases) {
    const packed = encrypt(name, key, vector, PLAIN, { padding: false });
    equal(packed.toString("hex").slice(0, 32), first, name);
    equal(packed.length, PLAIN.length, name);
    equal(decrypt(name, key, vector, packed, { padding: false }).toString("hex"), PLAIN.toString("hex"), name);
  }
});

test("padding comes and goes, in pieces of any size", () => {
  const key = Buffer.alloc(32, 7);
  const iv = Buffer.alloc(16, 9);
  for (let length = 0; length < 50; length++) {
    const text = Buffer.alloc(length, "ab");
    const packed = encrypt("aes256", key, iv, text);
    equal(packed.length, (Math.floor(length / 16) + 1) * 16);
    const decipher = crypto.createDecipheriv("AES-256-CBC", key, iv);
    const pieces = [...packed].map((byte) => decipher.update(Buffer.from([byte])));
    equal(Buffer.concat([...pieces, decipher.final()]).toString("hex"), text.toString("hex"));
  }
  const cipher = crypto.createCipheriv("aes-128-cbc", "0123456789abcdef", "fedcba9876543210");
  const text = cipher.update("some text", "utf8", "hex") + cipher.final("hex");
  const decipher = crypto.createDecipheriv("aes-128-cbc", "0123456789abcdef", "fedcba9876543210");
  equal(decipher.update(text, "hex", "latin1") + decipher.final("latin1"), "some text");
});

test("GCM of McGrew and Viega, case 4 and 6", () => {
  const key = hex("feffe9928665731c6d6a8f9467308308");
  const text = hex(`d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
    1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`);
  const aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const cases = [
    ["cafebabefacedbaddecaf888", "5bc94fbc3221a5db94fae95ae7121a47"],
    [
      `9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b`,
      "619cc5aefffe0bfa462af43c1699d050",
    ],
  ];
  for (const [iv, tag] of cases) {
    const cipher = crypto.createCipheriv("aes-128-gcm", key, hex(iv));
    cipher.setAAD(aad);
    const packed = Buffer.concat([cipher.update(text.subarray(0, 7)), cipher.update(text.subarray(7)), cipher.final()]);
    equal(cipher.getAuthTag().toString("hex"), tag);
    const decipher = crypto.createDecipheriv("aes-128-gcm", key, hex(iv));
    decipher.setAAD(aad).setAuthTag(hex(tag));
    equal(Buffer.concat([decipher.update(packed), decipher.final()]).toString("hex"), text.toString("hex"));
    const forged = crypto.createDecipheriv("aes-128-gcm", key, hex(iv));
    forged.setAAD(aad).setAuthTag(hex("00".repeat(16)));
    forged.update(packed);
    throws(() => forged.final(), { message: "Unsupported state or unable to authenticate data" });
  }
});

test("ChaCha20-Poly1305 of RFC 8439, 2.8.2", () => {
  const key = hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  const text = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
  const cipher = crypto.createCipheriv("chacha20-poly1305", key, hex("070000004041424344454647"), { authTagLength: 16 });
  cipher.setAAD(hex("50515253c0c1c2c3c4c5c6c7"));
  const packed = Buffer.concat([cipher.update(text), cipher.final()]);
  equal(packed.subarray(0, 16).toString("hex"), "d31a8d34648e60db7b86afbc53ef7ec2");
  equal(cipher.getAuthTag().toString("hex"), "1ae10b594f09e26a7e902ecbd0600691");
});

test("triple DES of NIST SP 800-67, B.1", () => {
  const key = hex("0123456789abcdef23456789abcdef01456789abcdef0123");
  const text = Buffer.from("The qufck brown fox jump");
  equal(encrypt("des-ede3", key, null, text, { padding: false }).toString("hex"), "a826fd8ce53b855fcce21c8112256fe668d5c05dd9b6b900");
  const iv = Buffer.alloc(8, 1);
  equal(decrypt("des-ede3-cbc", key, iv, encrypt("des-ede3-cbc", key, iv, text)).toString(), text.toString());
});

test("what is wrong is said as Node says it", () => {
  const key = Buffer.alloc(16);
  const iv = Buffer.alloc(16);
  throws(() => crypto.createCipheriv("nope", key, iv), { code: "ERR_CRYPTO_UNKNOWN_CIPHER", message: "Unknown cipher" });
  throws(() => crypto.createCipheriv("aes-128-cbc", "short", iv), { code: "ERR_CRYPTO_INVALID_KEYLEN", message: "Invalid key length", name: "RangeError" });
  throws(() => crypto.createCipheriv("aes-128-cbc", key, "short"), { code: "ERR_CRYPTO_INVALID_IV", message: "Invalid initialization vector", name: "TypeError" });
  throws(() => crypto.createCipheriv("aes-128-cbc", key, null), { code: "ERR_CRYPTO_INVALID_IV" });
  throws(() => crypto.createCipheriv("aes-128-cbc", 5, iv), { code: "ERR_INVALID_ARG_TYPE" });
  throws(() => decrypt("aes-128-cbc", key, iv, Buffer.alloc(15)), { code: "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH", reason: "wrong final block length" });
  throws(() => decrypt("aes-128-cbc", key, iv, Buffer.alloc(16)), { code: "ERR_OSSL_BAD_DECRYPT", library: "Provider routines" });
  const cipher = crypto.createCipheriv("aes-128-gcm", key, iv);
  throws(() => cipher.getAuthTag(), { code: "ERR_CRYPTO_INVALID_STATE" });
  cipher.final();
  throws(() => cipher.update("x"), { message: "Trying to add data in unsupported state" });
  throws(() => cipher.final(), { code: "ERR_CRYPTO_INVALID_STATE" });
  throws(() => crypto.createDecipheriv("aes-128-gcm", key, iv).setAuthTag(Buffer.alloc(17)), { code: "ERR_CRYPTO_INVALID_AUTH_TAG" });
});

test("which ciphers there are", () => {
  ok(crypto.getCiphers().includes("aes-256-gcm") && crypto.getCiphers().includes("aes256"));
  equal(crypto.getCipherInfo("aes-256-cbc"), { mode: "cbc", name: "aes-256-cbc", nid: 427, blockSize: 16, ivLength: 16, keyLength: 32 });
  equal(crypto.getCipherInfo("nope"), undefined);
});
