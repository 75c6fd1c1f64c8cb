import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import jwt from "jsonwebtoken";
import { check } from "./check.js";

// The example of RFC 7519's best-known debugger page: HS256 over a fixed text.
const published =
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

export const get_shared_secret = check(() => {
  assert.deepEqual(jwt.verify(published, "your-256-bit-secret"), { sub: "1234567890", name: "John Doe", iat: 1516239022 });
  assert.equal(jwt.sign({ sub: "1234567890", name: "John Doe", iat: 1516239022 }, "your-256-bit-secret"), published);
  const token = jwt.sign({ role: "admin" }, "secret", { expiresIn: "2h", audience: "site", issuer: "me", subject: "u1" });
  const claims = jwt.verify(token, "secret", { audience: "site", issuer: "me" });
  assert.equal(claims.exp - claims.iat, 7200);
  assert.equal(jwt.decode(token, { complete: true }).header.alg, "HS256");
});

export const get_refusals = check(() => {
  assert.throws(() => jwt.verify(published, "another"), { name: "JsonWebTokenError", message: "invalid signature" });
  const old = jwt.sign({ exp: 10 }, "secret");
  assert.throws(() => jwt.verify(old, "secret"), (error) => error instanceof jwt.TokenExpiredError && error.expiredAt.getTime() === 10_000);
  assert.throws(() => jwt.verify(jwt.sign({ nbf: 4e9 }, "secret"), "secret"), { name: "NotBeforeError" });
  assert.throws(() => jwt.verify("no token", "secret"), { message: "jwt malformed" });
  assert.throws(() => jwt.verify(jwt.sign({ aud: "a" }, "secret"), "secret", { audience: "b" }), { message: "jwt audience invalid. expected: b" });
});

export const get_key_pairs = check(() => {
  const pem = { publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } };
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048, ...pem });
  for (const algorithm of ["RS256", "RS512", "PS256"]) {
    const token = jwt.sign({ a: 1 }, rsa.privateKey, { algorithm, noTimestamp: true, keyid: "k" });
    assert.deepEqual(jwt.verify(token, rsa.publicKey, { algorithms: [algorithm] }), { a: 1 });
  }
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256", ...pem });
  const token = jwt.sign({ a: 1 }, ec.privateKey, { algorithm: "ES256", noTimestamp: true });
  assert.equal(Buffer.from(token.split(".")[2], "base64url").length, 64);
  assert.deepEqual(jwt.verify(token, ec.publicKey), { a: 1 });
  assert.throws(() => jwt.verify(token, rsa.publicKey), { name: "JsonWebTokenError" });
});

export const get_callbacks = check(async () => {
  const token = await new Promise((resolve, reject) =>
    jwt.sign({ a: 1 }, "secret", { noTimestamp: true }, (error, made) => (error ? reject(error) : resolve(made))),
  );
  const claims = await new Promise((resolve, reject) =>
    jwt.verify(token, (header, done) => done(null, header.alg === "HS256" ? "secret" : ""), (error, found) => (error ? reject(error) : resolve(found))),
  );
  assert.deepEqual(claims, { a: 1 });
});
