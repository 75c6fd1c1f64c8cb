import assert from "node:assert/strict";
import { createCipheriv, createHmac, pbkdf2Sync } from "node:crypto";
import CryptoJS from "crypto-js";
import hmacSha256 from "crypto-js/hmac-sha256.js";
import { check } from "./check.js";

export const get_hashes = check(() => {
  assert.equal(CryptoJS.MD5("abc").toString(), "900150983cd24fb0d6963f7d28e17f72");
  assert.equal(CryptoJS.SHA1("abc").toString(), "a9993e364706816aba3e25717850c26c9cd0d89d");
  assert.equal(CryptoJS.SHA256("abc").toString(CryptoJS.enc.Base64), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  assert.equal(CryptoJS.SHA3("", { outputLength: 256 }).toString(), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  const text = JSON.stringify({ price: "€ 3" });
  assert.equal(hmacSha256(text, "key").toString(), createHmac("sha256", "key").update(text).digest("hex"));
});

export const get_ciphers = check(() => {
  const sealed = CryptoJS.AES.encrypt("pay 12 €", "pass phrase").toString();
  assert.ok(sealed.startsWith("U2FsdGVkX1"));
  assert.notEqual(sealed, CryptoJS.AES.encrypt("pay 12 €", "pass phrase").toString());
  assert.equal(CryptoJS.AES.decrypt(sealed, "pass phrase").toString(CryptoJS.enc.Utf8), "pay 12 €");
  const key = CryptoJS.enc.Hex.parse("000102030405060708090a0b0c0d0e0f");
  const iv = CryptoJS.enc.Hex.parse("101112131415161718191a1b1c1d1e1f");
  const fixed = CryptoJS.AES.encrypt("hello", key, { iv, mode: CryptoJS.mode.CBC, padding: CryptoJS.pad.Pkcs7 });
  const cipher = createCipheriv("aes-128-cbc", Buffer.from(key.toString(), "hex"), Buffer.from(iv.toString(), "hex"));
  assert.equal(fixed.ciphertext.toString(), cipher.update("hello", "utf8", "hex") + cipher.final("hex"));
  assert.equal(CryptoJS.AES.decrypt({ ciphertext: fixed.ciphertext }, key, { iv }).toString(CryptoJS.enc.Utf8), "hello");
});

export const get_derived_keys = check(() => {
  const key = CryptoJS.PBKDF2("password", "salt", { keySize: 160 / 32, iterations: 2, hasher: CryptoJS.algo.SHA1 });
  assert.equal(key.toString(), pbkdf2Sync("password", "salt", 2, 20, "sha1").toString("hex"));
  assert.equal(CryptoJS.lib.WordArray.random(16).sigBytes, 16);
  assert.equal(CryptoJS.enc.Utf8.stringify(CryptoJS.enc.Base64.parse("w6TDtsO8")), "äöü");
});
