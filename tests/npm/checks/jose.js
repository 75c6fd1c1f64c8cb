import assert from "node:assert/strict";
import * as jose from "jose";
import { PEER, check } from "./check.js";

export const get_shared_secret = check(async () => {
  const secret = new TextEncoder().encode("a secret of at least thirty-two bytes");
  const token = await new jose.SignJWT({ role: "admin" }).setProtectedHeader({ alg: "HS256" }).setIssuedAt().setIssuer("me").setExpirationTime("2h").sign(secret);
  const { payload, protectedHeader } = await jose.jwtVerify(token, secret, { issuer: "me" });
  assert.equal(payload.role, "admin");
  assert.equal(payload.exp - payload.iat, 7200);
  assert.deepEqual(protectedHeader, { alg: "HS256" });
  await assert.rejects(jose.jwtVerify(token, secret, { issuer: "you" }), { code: "ERR_JWT_CLAIM_VALIDATION_FAILED" });
  await assert.rejects(jose.jwtVerify(`${token.slice(0, -4)}AAAA`, secret), jose.errors.JWSSignatureVerificationFailed);
});

export const get_key_pairs = check(async () => {
  for (const alg of ["RS256", "PS384", "ES256", "ES512", "EdDSA"]) {
    const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });
    const jws = await new jose.CompactSign(new TextEncoder().encode("äö")).setProtectedHeader({ alg }).sign(privateKey);
    const { payload } = await jose.compactVerify(jws, await jose.importJWK(await jose.exportJWK(publicKey), alg));
    assert.equal(new TextDecoder().decode(payload), "äö", alg);
    const again = await jose.importPKCS8(await jose.exportPKCS8(privateKey), alg);
    assert.equal(again.type, "private");
  }
});

export const get_encryption = check(async () => {
  const secret = jose.base64url.decode("GawgguFyGrWKav7AX4VKUg");
  const jwe = await new jose.EncryptJWT({ a: 1 }).setProtectedHeader({ alg: "A128KW", enc: "A256GCM" }).encrypt(secret);
  assert.deepEqual((await jose.jwtDecrypt(jwe, secret)).payload, { a: 1 });
  const { publicKey, privateKey } = await jose.generateKeyPair("ECDH-ES+A256KW");
  const text = new TextEncoder().encode("for you only");
  const sealed = await new jose.CompactEncrypt(text).setProtectedHeader({ alg: "ECDH-ES+A256KW", enc: "A128CBC-HS256" }).encrypt(publicKey);
  assert.deepEqual((await jose.compactDecrypt(sealed, privateKey)).plaintext, text);
});

export const get_thumbprint_as_in_rfc_7638 = check(async () => {
  const n =
    "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
  assert.equal(await jose.calculateJwkThumbprint({ kty: "RSA", n, e: "AQAB" }), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
});

export const get_remote_key_set = check(async () => {
  const keys = jose.createRemoteJWKSet(new URL(`${PEER}/jose/keys`));
  const { token } = await (await fetch(`${PEER}/jose/token`)).json();
  const { payload } = await jose.jwtVerify(token, keys, { algorithms: ["RS256"] });
  assert.deepEqual(payload, { sub: "from the peer" });
  const [header, , signature] = token.split(".");
  const forged = `${header}.${jose.base64url.encode('{"sub":"somebody else"}')}.${signature}`;
  await assert.rejects(jose.jwtVerify(forged, keys), { code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
});
