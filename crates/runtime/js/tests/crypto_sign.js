const crypto = vd.module("node:crypto");

/** What OpenSSL made: an RSA key, its signatures of "text", one with PSS and 20 bytes of salt, and "text" encrypted with OAEP and SHA-256. */
const RSA = `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCbqjl2XCkuYRrPXpNGTL4Iyw5+
kt8juOTctyqn4N/qhGJlbfPEwmi1KsQ1eGnX9HwSBik0xI8cacHWJCSf1g4Ykk7r
ScztJ+u6olYuynHhKniYLqO4znqKKGxAu9utTKqTWiG3ZkTFIdNt/p1TKaWpWqx2
VF44Y3NL9mlfP6qG9QIDAQAB
-----END PUBLIC KEY-----`;
const PSS = "TZEonmo1yqtISqoNPIWcAZTCksAmzmxfFJ6C8ZHFKjIC+Sy3SguIr8AAPjcrw6AxBML7s5YwPFWMiDHkwX3hS4GdBxMd0LqK/X6xyKMEPDTiSM1Of2IIY/C/qQKScjXEhLPGKmDuc+YD4AiupHnW78dz9dcK85WggyV/AtGpSrs=";
const PKCS1_SHA1 = "N+MnkAhs9DE6KsRmb+zthDgg2Ir8OZPjrV0WEdJetvMMXFZQtb4FK19CAgN5Mk7wwc6jhOYtToDjuyivvGCORgrzjE4QMZ2sz+ONkwnCJZco//NwcDIyF9Ms1dR/hDctBcxhFmY9+X+MrNurwEU4UHpSk4sNztXOhBAoExHCyGw=";
/** By curve: a key as SPKI, its signature of "text" with SHA-256 in DER, and with SHA-512 as two numbers. */
const CURVES = {
  "prime256v1": [
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8PsMPDsVQu+nxXjEf/g9mEqM7LyaNFSXL/Yy+BQ8TNRX8m6HbCmYoJhrkFRmMuP5OUzhHoRR+AUfblUZBTHVBQ==",
    "MEQCIEFnZlgSdu6/mw3dajnZWWA+yWmUeK8MSl5CWB3zJ6tgAiATGpVzhMy5kxM5DRrGaFjXklqxr23px5BgArCLxTOs9A==",
    "lM85CyPbSjfGtPlOICa3fa0WAOGkO2k0aZ1eagRMut2tEk2XSx3vpP0QVS7FkymtmgU20l+DUlDgCsisjd+4zQ=="
  ],
  "secp384r1": [
    "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEyudgQicINTDZXyaeXtC9yWYknigx/lM2p/rj7Nug1grBrcv89YZX1b6vi5lFCLP35weyX9/EzurfURmecBoyvdIR+jz44tFgC9JaBd4M6Hsw1w2L2AP1woBkBeoabI7t",
    "MGQCMEX6jdiaoIq9xFTEcVxfWLbvfuFQEezwVm3TCXVYTIIGNj6E3jcVUT//N0iQJiudcgIwDJpGpXLIV9/9WpqYn3jlJi8e7Yt7kK78Ph0Mt2PYvZlU+A06xPdWKh014yWXJCNE",
    "+eXH94utjm70jRAgGFV+19elKseWuCIb0Tk07voluQuQBEZjx4Zp73EumlKZ7HeVE7Y8s2tlSpjxIkUjbrD3Vvpasb0cB0M/sOk0+NKHMfMDTFcJu/Xo5S4vRQwSSYYL"
  ],
  "secp521r1": [
    "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQBqY5PrYDOcroH6+d2ZlFhBD/yaV3oz+j7kMz+jEAXIWqQQmuUw8ixZb65pbkfiLYFm/inyCvZ7JPCEP3yq0GiHKQBH82HF7cP059QtV3F2x7hR5/+VlG3KxWozziJbW+LvlZJrZiJPBIVHj0diTbvnYNT9qhrDtIGGSTaH+ns24Hk05M=",
    "MIGHAkEeQBAcZghI3Ya4QCM0wI9q1vUYt3++LgUGRb6ISn5jRigJsv6GBoaHqkAulLFSLD84ODJaRs25ClSGDonj6XblmQJCAdRq+dqbcfK+WwNBc9GcRjQIO9OcNwwi0RAlCtkNr8nXGCatZbZ9F+W8ZyvAPzml+8fo3FMBLkb667HyoBNTrRmN",
    "AZGlDaeyFg8vWZQeV9AF8yk3riFjG3B95LOKJpHy9SHbqIRRkM29ZQ0sOfcJFULpcFhmtISDQWec/7/3v4vma4gIAKCJIPKiED8VM4fuM/7qxit7vfEXGLKsRu97nd4lDlwqBtIzkC0dpITh1rxkPuCKOUck/Sl7THYYZONJ0a/JpbzV"
  ],
  "secp256k1": [
    "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEsVjUBlcm9do+WREfVlAAwIDtqqITUWYJsz/gGMNRyaJOlM3au8DcrBTq99PKHn9noEafqW3Nc4phsj7LfyQnDw==",
    "MEUCIQCPpHYEJFOjuSjDN5I+CF8u4MUt6nYwctW1FT7NirUTAAIgDBusSI2dvPhjcE/HoVvxejtH0S90fsa0R78sq1lTnBA=",
    "wbILQbmEcGCeo7yj9cNifDcSXbCGxZ1GEqCX9/1GIBS4FYq+ha9jBRXVVU+TV1pMbsO7e5umhXNrfp0r1IlYnw=="
  ]
};
const message = Buffer.from("text");
const base64 = (data) => Buffer.from(data, "base64");

test("RSA signatures of others", () => {
  ok(crypto.verify("sha1", message, RSA, base64(PKCS1_SHA1)));
  const { constants } = crypto;
  const pss = (saltLength) => crypto.verify("sha256", message, { key: RSA, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, base64(PSS));
  ok(pss(20) && pss(undefined) && pss(constants.RSA_PSS_SALTLEN_AUTO), "the right length, or any:");
  ok(!pss(21) && !pss(constants.RSA_PSS_SALTLEN_DIGEST));
  ok(!crypto.verify("sha256", Buffer.from("else"), { key: RSA, padding: constants.RSA_PKCS1_PSS_PADDING }, base64(PSS)));
  ok(!crypto.verify("sha1", message, RSA, base64(PSS)) && !crypto.verify("sha1", message, RSA, Buffer.alloc(3)));
});

test("ECDSA signatures of others", () => {
  for (const name in CURVES) {
    const [spki, der, fixed] = CURVES[name].map(base64);
    const key = crypto.createPublicKey({ key: spki, format: "der", type: "spki" });
    ok(crypto.verify("sha256", message, key, der), name);
    ok(crypto.verify("sha512", message, { key, dsaEncoding: "ieee-p1363" }, fixed), name);
    ok(!crypto.verify("sha256", Buffer.from("else"), key, der) && !crypto.verify("sha256", message, key, fixed));
  }
});

test("our own signatures, with every kind of key", () => {
  const { constants } = crypto;
  const rsa = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
  for (const hash of ["sha1", "sha256", "sha384", "sha512", "sha3-256"]) {
    for (const options of [{}, { padding: constants.RSA_PKCS1_PSS_PADDING }, { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }]) {
      const signature = crypto.sign(hash, message, { key: rsa.privateKey, ...options });
      equal(signature.length, 256);
      ok(crypto.verify(hash, message, { key: rsa.publicKey, ...options }, signature), hash);
      signature[9] ^= 1;
      ok(!crypto.verify(hash, message, { key: rsa.publicKey, ...options }, signature));
    }
    for (const namedCurve of crypto.getCurves()) {
      const { privateKey, publicKey } = crypto.generateKeyPairSync("ec", { namedCurve });
      for (const dsaEncoding of ["der", "ieee-p1363"]) {
        const signature = crypto.sign(hash, message, { key: privateKey, dsaEncoding });
        ok(crypto.verify(hash, message, { key: publicKey, dsaEncoding }, signature), `${hash} ${namedCurve}`);
      }
    }
  }
});

test("Ed25519 of RFC 8032, 7.1", () => {
  const pkcs8 = (hex) => Buffer.from(`302e020100300506032b657004220420${hex}`, "hex");
  const key = crypto.createPrivateKey({ key: pkcs8("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"), format: "der", type: "pkcs8" });
  const expected = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";
  equal(crypto.sign(null, Buffer.from("af82", "hex"), key).toString("hex"), expected);
  ok(crypto.verify(null, Buffer.from("af82", "hex"), crypto.createPublicKey(key), Buffer.from(expected, "hex")));
  throws(() => crypto.sign("sha256", message, key), { code: "ERR_OSSL_INVALID_DIGEST" });
});

test("createSign and createVerify take data in pieces", () => {
  const { privateKey, publicKey } = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signature = crypto.createSign("RSA-SHA256").update("te").update(Buffer.from("xt")).sign(privateKey, "base64");
  ok(crypto.createVerify("sha256").update("74657874", "hex").verify(publicKey, signature, "base64"));
  ok(!crypto.createVerify("sha256").update("else").verify(publicKey, signature, "base64"));
  ok(crypto.createVerify("sha256").update("text").verify(privateKey, signature, "base64"), "a private key verifies too:");
  throws(() => crypto.createSign("nope"), { code: "ERR_CRYPTO_INVALID_DIGEST" });
  throws(() => crypto.createSign("sha256").update("x").sign(), { code: "ERR_CRYPTO_SIGN_KEY_REQUIRED" });
  throws(() => crypto.createSign("sha256").update(5), { code: "ERR_INVALID_ARG_TYPE" });
});

test("with a callback", async () => {
  const { privateKey, publicKey } = crypto.generateKeyPairSync("ed25519");
  const signature = await new Promise((resolve, reject) => crypto.sign(null, message, privateKey, (error, value) => (error ? reject(error) : resolve(value))));
  equal(await new Promise((resolve) => crypto.verify(null, message, publicKey, signature, (_, good) => resolve(good))), true);
});
