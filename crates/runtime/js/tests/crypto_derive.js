const crypto = vd.module("node:crypto");
const called = (fn, ...args) => new Promise((resolve, reject) => fn(...args, (error, value) => (error ? reject(error) : resolve(value))));

test("PBKDF2 of RFC 6070", async () => {
  const cases = [
    ["password", "salt", 1, 20, "0c60c80f961f0e71f3a9b524af6012062fe037a6"],
    ["password", "salt", 2, 20, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"],
    ["passwordPASSWORDpassword", "saltSALTsaltSALTsaltSALTsaltSALTsalt", 4096, 25, "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"],
    ["pass\0word", "sa\0lt", 4096, 16, "56fa6aa75548099dcc37d7f03425e0c3"],
  ];
  for (const [password, salt, iterations, length, expected] of cases) {
    equal(crypto.pbkdf2Sync(password, salt, iterations, length, "sha1").toString("hex"), expected);
    equal((await called(crypto.pbkdf2, password, salt, iterations, length, "sha1")).toString("hex"), expected);
  }
});

test("many derivations at once", async () => {
  const all = await Promise.all(Array.from({ length: 20 }, (_, i) => called(crypto.pbkdf2, `p${i}`, "s", 100, 8, "sha256")));
  equal(new Set(all.map((key) => key.toString("hex"))).size, 20);
  equal(all[3].toString("hex"), crypto.pbkdf2Sync("p3", "s", 100, 8, "sha256").toString("hex"));
});

test("scrypt of RFC 7914", async () => {
  const first = "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906";
  equal(crypto.scryptSync("", "", 64, { N: 16, r: 1, p: 1 }).toString("hex"), first);
  const second = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640";
  equal((await called(crypto.scrypt, "password", "NaCl", 64, { cost: 1024, blockSize: 8, parallelization: 16 })).toString("hex"), second);
  equal((await called(crypto.scrypt, "p", "s", 0)).length, 0);
});

test("HKDF of RFC 5869", async () => {
  const ikm = Buffer.alloc(22, 0x0b);
  const salt = Buffer.from("000102030405060708090a0b0c", "hex");
  const info = Buffer.from("f0f1f2f3f4f5f6f7f8f9", "hex");
  const expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
  ok(crypto.hkdfSync("sha256", ikm, salt, info, 42) instanceof ArrayBuffer);
  equal(Buffer.from(crypto.hkdfSync("sha256", ikm, salt, info, 42)).toString("hex"), expected);
  equal(Buffer.from(await called(crypto.hkdf, "sha256", crypto.createSecretKey(ikm), salt, info, 42)).toString("hex"), expected);
  const noSalt = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8";
  equal(Buffer.from(crypto.hkdfSync("sha256", ikm, "", "", 42)).toString("hex"), noSalt);
  throws(() => crypto.hkdfSync("sha256", ikm, "", "", 255 * 32 + 1), { code: "ERR_CRYPTO_INVALID_KEYLEN" });
});

test("what is refused", () => {
  throws(() => crypto.pbkdf2Sync("p", "s", 0, 8, "sha1"), { code: "ERR_OUT_OF_RANGE" });
  throws(() => crypto.pbkdf2Sync("p", "s", 1, 8), { code: "ERR_INVALID_ARG_TYPE" });
  throws(() => crypto.pbkdf2Sync("p", "s", 1, 8, "nope"), { code: "ERR_CRYPTO_INVALID_DIGEST", message: "Invalid digest: nope", name: "TypeError" });
  throws(() => crypto.pbkdf2("p", "s", 1, 8, "sha1"), { code: "ERR_INVALID_ARG_TYPE" });
  throws(() => crypto.pbkdf2Sync("p", "s", 1, 2 ** 30, "sha1"), { code: "ERR_OUT_OF_RANGE" });
  throws(() => crypto.scryptSync("p", "s", 8, { N: 15 }), { name: "RangeError" });
  throws(() => crypto.scryptSync("p", "s", 8, { N: 2 ** 20 }), { name: "RangeError" });
});
