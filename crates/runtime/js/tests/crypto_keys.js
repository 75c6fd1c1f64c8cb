const crypto = vd.module("node:crypto");
const called = (fn, ...args) => new Promise((resolve, reject) => fn(...args, (error, value, more) => (error ? reject(error) : resolve(more === undefined ? value : [value, more]))));

/** Keys, signatures and a certificate that OpenSSL made. */
const LEGACY = `-----BEGIN RSA PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,831DA7DAC87E5196C1186B828131E4C5

QO4DxOn4tkT9++4mnyWWoGdfa5rxr1zILLbJz6NVcXxgljy0+s25jWx0r1iOPxyy
FkmpQucGoPv812EM2U/yxaJyXkwQpAZS493NtJOtFWkHywnR7QQjomM31lCoupaJ
VMQ6+1KctVdO6unqf/4uo7PjfwNlFgFU+rcOpQA+qLyIplE6LHptP1hLmxNZNYCj
YLwAIk9+Ju0GY2dr857VVSAtKWu9IbkoOIflOWFzrDiMUtJD+C5990XTgO9wtjnk
g1uiM+7qnVbsSqmpzS4ucttkt+4W3v6a/DwPDc7FyvfXPAwiEtf+RpliiomAPMMH
OUIXtHiG0Q9bKosU3XexBfqcNES7SbQmOO8GuEAqxMZGUNtO9zmsWQJT9aUiW8sI
7dBmqfTnf4xvuV1buULf0Q9pKXsF/7Va0OprPA40XNjajYdGkMCSTXt2pllqEZ6R
Q9VeHSrfS3rd3ZRhk8IDldk6ZnExIaqpptJgZQibu+WySmTMOlWlV1TgdvjTHvnH
b/Qukofs4DJtFY5ZGA8taDvJqvJoWIy0iNWZaAxWCRVkzpAnevhFtdL1dAr8vx8E
0gfotPLneSLlRjkli1tVglSRzUWjzxsQuxqo4MGsjtlXB7UzzwfqK8nXiyiKVXmr
MbWaBwI+ovjbRuTaDOE7iyuWDtpWyWJxhMIpT4aimWGSYjOmHvUDWFPmVZ2OXxhL
8M/hBCi+Q17ONS7qNRIDdyGetgTygjRETPcsLM8VRL5tvZ94VM1Fi2Iq0LXp9ZNU
qsYcDqZeL1j3PSrZQBgY62kFXGMudcO0/Yaf2ShWWZI=
-----END RSA PRIVATE KEY-----`;
const SEALED = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIIC1DBOBgkqhkiG9w0BBQ0wQTApBgkqhkiG9w0BBQwwHAQIVAGtOHhtCiECAggA
MAwGCCqGSIb3DQIJBQAwFAYIKoZIhvcNAwcECP7QEJqq7/vMBIICgMtFoKt5vXTA
LWJRAQmvDHdATejkZ/kdGpSbfyqfWl1+i6Vq00YJWNINm4yP9TmvPCoXxYKTAKlO
kMxaFYYF4RdoDMxdUZodsBG4zg4W305WkjzZHVAV8yV89r0/5gP7AgbVBJsaQ8Za
epDjHNM4y4bNoMx1wLtgOlLENp4f3gQ1mo6LTUiXN2xDFgRc0kWSU9gRbxdnIZzd
qzdx2CnRxNXxTQBkMgQKdoFlUzW9SAOjpGTWiv8wR05A8kG9I8xX0/quuyTZK1ae
Qqq3P9FeTJwQI7Ic3Jq2Jr0Rwjlhbilt4UUCqlJ65KdpTGgu3yWL8PrzWuYsjVi+
tsy3lT8WmVmTUbk4RoYx1rTfh7/tfiWtzlRJwikoIJE4di6lO1RLBKI8vme0Urma
lO8faeXb+w+fFyQHzDSmmgVfq2efe8Y0xa2Apdyu5ymVyZ0C7qYSSdS/IHOpN+0V
H8trnHeXRJsaXahpRq1LOCzF95W61GCX9TL25U0LN8QZRHUEm9MtOQWKtO5hSYmK
+B5kwJUk1lXkmo1ZYK2WC/IhBbQtapBHmJ18nuksABwudsV7s8IMM+oZiIiI4Yw6
oltuz1XpXZ8S9Meiq6VTuGNxEncNHc2Ca4T/CynSOPuPZPTYeZvbvT4c8emFMMIi
unXyyURPB8MSaoB/Oab2pr7oDYgj4dHpACMYoPOogw40bHKNP5chjrJho8gbL8vM
fDVEYDAg7GBuTEWTB9CY0SErcZGhSXpFKxJ18ezVW1YRmtiu8F0syQKcPw7OWwld
Nj2rje4AjBuJjkiuTKM/r840rjJc9YJl7D2rybdjlp0WWv31SlVjBm9VvPvvyepO
Va4tntaGEcA=
-----END ENCRYPTED PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBdDCCARugAwIBAgIUXuGWhPbbUuPfixZCoeH6VRs8ni0wCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjgxMTMxMjZaGA8yMTI2MTEwNDExMzEy
NlowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABH/N
zidw9sRdQYPL7m/bS3tYBzM1e+nvE7rPbjx70VRFx/FEzRu9m36HLN/tue659LNp
XW6pCyStikYjKIWI5a2jUzBRMB0GA1UdDgQWBBTOjRaxyTOOt/45eZmuRb7uP7WG
hjAfBgNVHSMEGDAWgBTOjRaxyTOOt/45eZmuRb7uP7WGhjAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0cAMEQCID7THnYyTWhJrLFda0Wg3P3bS1zhI6Z3h7Xs
pq/G6PAzAiAm3ZhhyYMxEC+7JRTrgzkEPzyWZ7+tdWa190GLNnmvVw==
-----END CERTIFICATE-----`;
const MODULUS = "m6o5dlwpLmEaz16TRky-CMsOfpLfI7jk3Lcqp-Df6oRiZW3zxMJotSrENXhp1_R8EgYpNMSPHGnB1iQkn9YOGJJO60nM7SfruqJWLspx4Sp4mC6juM56iihsQLvbrUyqk1oht2ZExSHTbf6dUymlqVqsdlReOGNzS_ZpXz-qhvU";

/** RFC 7515, A.3: a key on P-256. */
const EC = { kty: "EC", crv: "P-256", x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", d: "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI" };

test("keys go out and come back in every form", () => {
  const pairs = [
    crypto.generateKeyPairSync("rsa", { modulusLength: 1024 }),
    ...crypto.getCurves().map((namedCurve) => crypto.generateKeyPairSync("ec", { namedCurve })),
    crypto.generateKeyPairSync("ed25519"),
    crypto.generateKeyPairSync("x25519"),
  ];
  for (const { publicKey, privateKey } of pairs) {
    const kind = privateKey.asymmetricKeyType;
    equal(publicKey.asymmetricKeyType, kind);
    const forms = { rsa: ["pkcs8", "pkcs1"], ec: ["pkcs8", "sec1"] }[kind] ?? ["pkcs8"];
    for (const type of forms) {
      const pem = privateKey.export({ type, format: "pem" });
      ok(/^-----BEGIN .*PRIVATE KEY-----\n/.test(pem) && pem.endsWith("-----\n"));
      ok(crypto.createPrivateKey(pem).equals(privateKey), `${kind} ${type} pem`);
      ok(crypto.createPrivateKey({ key: privateKey.export({ type, format: "der" }), format: "der", type }).equals(privateKey));
      ok(crypto.createPublicKey(pem).equals(publicKey), "the public key of a private one:");
    }
    for (const type of kind === "rsa" ? ["spki", "pkcs1"] : ["spki"]) {
      ok(crypto.createPublicKey(publicKey.export({ type, format: "pem" })).equals(publicKey));
      ok(crypto.createPublicKey({ key: publicKey.export({ type, format: "der" }), format: "der", type }).equals(publicKey));
    }
    ok(crypto.createPrivateKey({ key: privateKey.export({ format: "jwk" }), format: "jwk" }).equals(privateKey), `${kind} jwk`);
    ok(crypto.createPublicKey({ key: publicKey.export({ format: "jwk" }), format: "jwk" }).equals(publicKey));
    const sealed = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "secret" });
    ok(crypto.createPrivateKey({ key: sealed, passphrase: "secret" }).equals(privateKey));
    throws(() => crypto.createPrivateKey(sealed), { code: "ERR_MISSING_PASSPHRASE" });
    throws(() => crypto.createPrivateKey({ key: sealed, passphrase: "wrong" }));
  }
});

test("details of keys", () => {
  const { privateKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 512 });
  equal(privateKey.asymmetricKeyDetails, { modulusLength: 512, publicExponent: 65537n });
  equal(privateKey.type, "private");
  const ec = crypto.createPrivateKey({ key: EC, format: "jwk" });
  equal(ec.asymmetricKeyDetails, { namedCurve: "prime256v1" });
  equal(ec.export({ format: "jwk" }).d, EC.d);
  equal(crypto.createPublicKey(ec).export({ format: "jwk" }), { kty: "EC", x: EC.x, y: EC.y, crv: "P-256" });
});

test("secrets", () => {
  const key = crypto.createSecretKey("secret", "utf8");
  equal([key.type, key.symmetricKeySize], ["secret", 6]);
  equal(key.export().toString(), "secret");
  equal(key.export({ format: "jwk" }), { kty: "oct", k: "c2VjcmV0" });
  ok(key.equals(crypto.createSecretKey(Buffer.from("secret"))) && !key.equals(crypto.createSecretKey("other")));
  equal(crypto.createHmac("sha256", key).update("x").digest("hex"), crypto.createHmac("sha256", "secret").update("x").digest("hex"));
  equal(crypto.generateKeySync("aes", { length: 256 }).symmetricKeySize, 32);
  throws(() => crypto.generateKeySync("aes", { length: 100 }), { code: "ERR_INVALID_ARG_VALUE" });
});

test("what OpenSSL wrote is read", () => {
  const traditional = `-----BEGIN EC PARAMETERS-----
BggqhkjOPQMBBw==
-----END EC PARAMETERS-----
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEII6bEJ5xkJi/mASH3x9dd+nLKWBuvtImO19XwhPfhPSyoAoGCCqGSM49
AwEHoUQDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEXH8UTNG72b
focs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
-----END EC PRIVATE KEY-----`;
  equal(crypto.createPrivateKey(traditional).export({ format: "jwk" }).x, EC.x);
  equal(crypto.createPrivateKey(traditional).export({ type: "sec1", format: "pem" }).trim(), traditional.slice(traditional.indexOf("-----BEGIN EC PRIVATE")));
  for (const key of [LEGACY, SEALED]) {
    equal(crypto.createPrivateKey({ key, passphrase: "secret" }).export({ format: "jwk" }).n, MODULUS);
    throws(() => crypto.createPrivateKey({ key, passphrase: "wrong" }), { code: "ERR_OSSL_BAD_DECRYPT" });
    throws(() => crypto.createPrivateKey(key), { code: "ERR_MISSING_PASSPHRASE" });
  }
  equal(crypto.createPublicKey(CERTIFICATE).export({ format: "jwk" }).x, EC.x);
  equal(crypto.createPublicKey(CERTIFICATE.replaceAll("\n", "\r\n")).type, "public");
});

test("new keys with a callback, in the encoding asked for", async () => {
  const [publicKey, privateKey] = await called(crypto.generateKeyPair, "rsa", {
    modulusLength: 1024,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-128-cbc", passphrase: "p" },
  });
  ok(publicKey.startsWith("-----BEGIN PUBLIC KEY-----") && privateKey.startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
  const signature = crypto.sign("sha256", Buffer.from("x"), { key: privateKey, passphrase: "p" });
  ok(crypto.verify("sha256", Buffer.from("x"), publicKey, signature));
  equal((await called(crypto.generateKey, "hmac", { length: 128 })).symmetricKeySize, 16);
});

test("what is no key", () => {
  for (const text of ["", "nonsense", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"]) {
    throws(() => crypto.createPublicKey(text), { code: "ERR_OSSL_UNSUPPORTED" });
    throws(() => crypto.createPrivateKey(text), { code: "ERR_OSSL_UNSUPPORTED" });
  }
  throws(() => crypto.createPrivateKey(5), { code: "ERR_INVALID_ARG_TYPE" });
  const { publicKey } = crypto.generateKeyPairSync("ed25519");
  throws(() => crypto.createPrivateKey(publicKey.export({ type: "spki", format: "pem" })), { code: "ERR_OSSL_UNSUPPORTED" });
  throws(() => crypto.sign(null, Buffer.from("x"), publicKey), { code: "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE" });
  throws(() => publicKey.export({ format: "pem" }), { code: "ERR_INVALID_ARG_VALUE" });
  throws(() => crypto.createPublicKey({ key: { ...EC, y: EC.x }, format: "jwk" }), { code: "ERR_CRYPTO_INVALID_JWK" });
  throws(() => crypto.createPrivateKey({ key: { ...EC, d: EC.x }, format: "jwk" }), { code: "ERR_CRYPTO_INVALID_JWK" });
  throws(() => crypto.generateKeyPairSync("dsa", {}), { code: "ERR_INVALID_ARG_VALUE" });
  throws(() => crypto.generateKeyPairSync("ec", { namedCurve: "nope" }), { code: "ERR_CRYPTO_INVALID_CURVE" });
});

test("ECDH of two parties, X25519 of RFC 7748", () => {
  for (const curve of crypto.getCurves()) {
    const [a, b] = [crypto.createECDH(curve), crypto.createECDH(curve)];
    a.generateKeys();
    const compressed = b.generateKeys(null, "compressed");
    equal(a.computeSecret(compressed, null, "hex"), b.computeSecret(a.getPublicKey("hex"), "hex", "hex"));
    const again = crypto.createECDH(curve);
    again.setPrivateKey(a.getPrivateKey());
    equal(again.getPublicKey("hex", "hybrid"), a.getPublicKey("hex", "hybrid"));
    equal(crypto.ECDH.convertKey(compressed, curve, null, "hex", "uncompressed"), b.getPublicKey("hex"));
  }
  const raw = (hex, isPrivate) => {
    const prefix = isPrivate ? "302e020100300506032b656e04220420" : "302a300506032b656e032100";
    const der = Buffer.from(prefix + hex, "hex");
    return isPrivate ? crypto.createPrivateKey({ key: der, format: "der", type: "pkcs8" }) : crypto.createPublicKey({ key: der, format: "der", type: "spki" });
  };
  const privateKey = raw("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4", true);
  const publicKey = raw("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c", false);
  equal(crypto.diffieHellman({ privateKey, publicKey }).toString("hex"), "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
  throws(() => crypto.createECDH("nope"), { code: "ERR_CRYPTO_INVALID_CURVE" });
  throws(() => crypto.createECDH("secp256k1").getPublicKey(), { code: "ERR_CRYPTO_OPERATION_FAILED", message: "Failed to get ECDH public key" });
});

test("RSA encryption both ways", () => {
  const { publicKey, privateKey } = crypto.generateKeyPairSync("rsa", { modulusLength: 1024 });
  const text = Buffer.from("secret");
  const paddings = [{}, { oaepHash: "sha256" }, { oaepHash: "sha256", oaepLabel: Buffer.from([0xff, 1]) }, { padding: crypto.constants.RSA_PKCS1_PADDING }];
  for (const options of paddings) {
    const packed = crypto.publicEncrypt({ key: publicKey, ...options }, text);
    equal(packed.length, 128);
    equal(crypto.privateDecrypt({ key: privateKey, ...options }, packed).toString(), "secret");
  }
  equal(crypto.publicDecrypt(publicKey, crypto.privateEncrypt(privateKey, text)).toString(), "secret");
  throws(() => crypto.privateDecrypt(privateKey, Buffer.alloc(128, 1)), { code: "ERR_OSSL_RSA_OAEP_DECODING_ERROR" });
  throws(() => crypto.publicEncrypt(publicKey, Buffer.alloc(128)), { code: "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE" });
});
