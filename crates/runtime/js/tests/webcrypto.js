const { subtle } = globalThis.crypto;
const node = vd.module("node:crypto");
const hex = (text) => Uint8Array.fromHex(text);
const toHex = (buffer) => new Uint8Array(buffer).toHex();
const utf8 = (text) => new TextEncoder().encode(text);

async function fails(promise, name) {
  let error;
  try {
    await promise;
  } catch (thrown) {
    error = thrown;
  }
  equal(error?.name, name);
  ok(name === "TypeError" || error instanceof DOMException);
}

test("digests", async () => {
  equal(toHex(await subtle.digest("SHA-256", utf8("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  equal(toHex(await subtle.digest({ name: "sha-1" }, utf8("abc").buffer)), "a9993e364706816aba3e25717850c26c9cd0d89d");
  await fails(subtle.digest("MD5", utf8("abc")), "NotSupportedError");
  await fails(subtle.digest("SHA-256", "abc"), "TypeError");
  await fails(subtle.digest("SHA-256"), "TypeError");
});

test("HMAC of RFC 4231, case 2", async () => {
  const key = await subtle.importKey("raw", utf8("Jefe"), { name: "HMAC", hash: "SHA-256" }, true, ["verify", "sign"]);
  equal(key.usages, ["sign", "verify"]);
  equal(key.algorithm, { name: "HMAC", length: 32, hash: { name: "SHA-256" } });
  const text = utf8("what do ya want for nothing?");
  const mac = await subtle.sign("HMAC", key, text);
  equal(toHex(mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  ok(await subtle.verify("HMAC", key, mac, text));
  ok(!(await subtle.verify("HMAC", key, mac.slice(1), text)));
  equal(await subtle.exportKey("jwk", key), { kty: "oct", k: "SmVmZQ", alg: "HS256", key_ops: ["sign", "verify"], ext: true });
});

test("AES-GCM, CBC and CTR there and back", async () => {
  for (const name of ["AES-GCM", "AES-CBC", "AES-CTR"]) {
    const key = await subtle.generateKey({ name, length: 256 }, true, ["encrypt", "decrypt"]);
    const parameters = name === "AES-CTR" ? { name, counter: new Uint8Array(16).fill(255), length: 8 } : { name, iv: new Uint8Array(name === "AES-GCM" ? 12 : 16), additionalData: utf8("x") };
    const packed = await subtle.encrypt(parameters, key, utf8("some text, more than one block"));
    equal(new TextDecoder().decode(await subtle.decrypt(parameters, key, packed)), "some text, more than one block", name);
    const again = await subtle.importKey("jwk", await subtle.exportKey("jwk", key), name, false, ["decrypt"]);
    equal(new TextDecoder().decode(await subtle.decrypt(parameters, again, packed)), "some text, more than one block");
    await fails(subtle.encrypt(parameters, again, packed), "InvalidAccessError");
    await fails(subtle.exportKey("raw", again), "InvalidAccessError");
    if (name !== "AES-CTR") await fails(subtle.decrypt(parameters, key, new Uint8Array(40)), "OperationError");
  }
});

test("AES-KW of RFC 3394, 4.1", async () => {
  const wrapper = await subtle.importKey("raw", hex("000102030405060708090a0b0c0d0e0f"), "AES-KW", false, ["wrapKey", "unwrapKey"]);
  const key = await subtle.importKey("raw", hex("00112233445566778899aabbccddeeff"), "AES-CBC", true, ["encrypt"]);
  const wrapped = await subtle.wrapKey("raw", key, wrapper, "AES-KW");
  equal(toHex(wrapped), "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
  const back = await subtle.unwrapKey("raw", wrapped, wrapper, "AES-KW", "AES-CBC", true, ["encrypt"]);
  equal(toHex(await subtle.exportKey("raw", back)), "00112233445566778899aabbccddeeff");
});

test("signatures of every kind, keys in every form", async () => {
  const algorithms = [
    [{ name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" }, {}],
    [{ name: "RSA-PSS", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-384" }, { saltLength: 20 }],
    [{ name: "ECDSA", namedCurve: "P-256" }, { hash: "SHA-256" }],
    [{ name: "ECDSA", namedCurve: "P-384" }, { hash: "SHA-512" }],
    [{ name: "ECDSA", namedCurve: "P-521" }, { hash: "SHA-1" }],
    [{ name: "Ed25519" }, {}],
  ];
  for (const [algorithm, extra] of algorithms) {
    const { publicKey, privateKey } = await subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const parameters = { name: algorithm.name, ...extra };
    const signature = await subtle.sign(parameters, privateKey, utf8("text"));
    ok(await subtle.verify(parameters, publicKey, signature, utf8("text")), algorithm.name);
    ok(!(await subtle.verify(parameters, publicKey, signature, utf8("else"))));
    for (const format of ["spki", "jwk"]) {
      const key = await subtle.importKey(format, await subtle.exportKey(format, publicKey), algorithm, true, ["verify"]);
      ok(await subtle.verify(parameters, key, signature, utf8("text")), format);
    }
    for (const format of ["pkcs8", "jwk"]) {
      const key = await subtle.importKey(format, await subtle.exportKey(format, privateKey), algorithm, true, ["sign"]);
      ok(await subtle.verify(parameters, publicKey, await subtle.sign(parameters, key, utf8("text")), utf8("text")), format);
    }
    await fails(subtle.sign(parameters, publicKey, utf8("text")), "InvalidAccessError");
  }
});

test("RSA-OAEP with a label", async () => {
  const { publicKey, privateKey } = await subtle.generateKey(
    { name: "RSA-OAEP", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-1" },
    false,
    ["encrypt", "decrypt"],
  );
  const label = new Uint8Array([255, 0, 1]);
  const packed = await subtle.encrypt({ name: "RSA-OAEP", label }, publicKey, utf8("text"));
  equal(new TextDecoder().decode(await subtle.decrypt({ name: "RSA-OAEP", label }, privateKey, packed)), "text");
  await fails(subtle.decrypt({ name: "RSA-OAEP" }, privateKey, packed), "OperationError");
  await fails(subtle.encrypt({ name: "RSA-OAEP" }, publicKey, new Uint8Array(200)), "OperationError");
});

test("agreement and derivation", async () => {
  for (const algorithm of [{ name: "ECDH", namedCurve: "P-256" }, { name: "X25519" }]) {
    const [a, b] = [await subtle.generateKey(algorithm, false, ["deriveBits", "deriveKey"]), await subtle.generateKey(algorithm, false, ["deriveBits"])];
    const ours = await subtle.deriveBits({ name: algorithm.name, public: b.publicKey }, a.privateKey, 128);
    equal(toHex(ours), toHex(await subtle.deriveBits({ name: algorithm.name, public: a.publicKey }, b.privateKey, 128)));
    const key = await subtle.deriveKey({ name: algorithm.name, public: b.publicKey }, a.privateKey, { name: "AES-GCM", length: 256 }, true, ["encrypt"]);
    equal(toHex(await subtle.exportKey("raw", key)).slice(0, 32), toHex(ours));
  }
  const base = await subtle.importKey("raw", utf8("passwd"), "PBKDF2", false, ["deriveBits"]);
  const bits = await subtle.deriveBits({ name: "PBKDF2", salt: utf8("salt"), iterations: 1, hash: "SHA-256" }, base, 512);
  equal(toHex(bits).slice(0, 32), "55ac046e56e3089fec1691c22544b605");
  await fails(subtle.deriveBits({ name: "PBKDF2", salt: utf8("salt"), iterations: 0, hash: "SHA-256" }, base, 512), "OperationError");
  await fails(subtle.deriveBits({ name: "PBKDF2", salt: utf8("salt"), iterations: 1, hash: "SHA-256" }, base, 12), "OperationError");
});

test("what is refused, and how", async () => {
  await fails(subtle.generateKey({ name: "AES-CBC", length: 100 }, true, ["encrypt"]), "OperationError");
  await fails(subtle.generateKey({ name: "AES-CBC", length: 128 }, true, ["sign"]), "SyntaxError");
  await fails(subtle.generateKey({ name: "AES-CBC", length: 128 }, true, []), "SyntaxError");
  await fails(subtle.generateKey({ name: "AES-CBC" }, true, ["encrypt"]), "TypeError");
  await fails(subtle.generateKey({ name: "nope" }, true, ["encrypt"]), "NotSupportedError");
  await fails(subtle.importKey("raw", new Uint8Array(5), "AES-CBC", true, ["encrypt"]), "DataError");
  await fails(subtle.importKey("jwk", { kty: "oct", k: "AAAA" }, "AES-CBC", true, ["encrypt"]), "DataError");
  await fails(subtle.importKey("spki", new Uint8Array(5), { name: "ECDSA", namedCurve: "P-256" }, true, ["verify"]), "DataError");
  await fails(subtle.importKey("raw", utf8("x"), { name: "HKDF" }, true, ["deriveBits"]), "SyntaxError");
  await fails(subtle.importKey("nope", utf8("x"), { name: "HKDF" }, false, ["deriveBits"]), "TypeError");
});

test("CryptoKey and KeyObject are each other's", async () => {
  const { publicKey } = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const object = node.KeyObject.from(publicKey);
  equal([object.type, object.asymmetricKeyType], ["public", "ec"]);
  equal(object.export({ format: "jwk" }).x, (await subtle.exportKey("jwk", publicKey)).x);
  const secret = await subtle.importKey("raw", utf8("key"), { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
  equal(node.createHmac("sha1", secret).update("x").digest("hex"), node.createHmac("sha1", "key").update("x").digest("hex"));
  throws(() => new CryptoKey(), { name: "TypeError" });
  ok(publicKey instanceof CryptoKey && subtle instanceof SubtleCrypto && node.webcrypto.subtle === subtle && node.subtle === subtle);
});
