import assert from "node:assert/strict";
import { createHash, createPublicKey, createVerify } from "node:crypto";
import forge from "node-forge";
import { check } from "./check.js";

export const get_hashes_and_ciphers = check(() => {
  const digest = forge.md.sha256.create().update("äbc", "utf8").digest().toHex();
  assert.equal(digest, createHash("sha256").update("äbc").digest("hex"));
  const key = forge.util.hexToBytes("000102030405060708090a0b0c0d0e0f");
  const cipher = forge.cipher.createCipher("AES-GCM", key);
  cipher.start({ iv: forge.util.hexToBytes("000000000000000000000000") });
  cipher.update(forge.util.createBuffer("secret"));
  cipher.finish();
  const open = forge.cipher.createDecipher("AES-GCM", key);
  open.start({ iv: forge.util.hexToBytes("000000000000000000000000"), tag: cipher.mode.tag });
  open.update(cipher.output);
  assert.equal(open.finish(), true);
  assert.equal(open.output.toString(), "secret");
  const hmac = forge.hmac.create();
  hmac.start("sha1", "key");
  hmac.update("The quick brown fox jumps over the lazy dog");
  assert.equal(hmac.digest().toHex(), "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9");
});

export const get_keys_and_certificates = check(async () => {
  const keys = await new Promise((resolve, reject) =>
    forge.pki.rsa.generateKeyPair({ bits: 2048, workers: -1 }, (error, pair) => (error ? reject(error) : resolve(pair))),
  );
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = keys.publicKey;
  certificate.serialNumber = "01";
  certificate.validity.notBefore = new Date(Date.UTC(2024, 0, 1));
  certificate.validity.notAfter = new Date(Date.UTC(2034, 0, 1));
  const name = [{ name: "commonName", value: "example.com" }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.sign(keys.privateKey, forge.md.sha256.create());
  const read = forge.pki.certificateFromPem(forge.pki.certificateToPem(certificate));
  assert.equal(read.subject.getField("CN").value, "example.com");
  assert.equal(read.verify(read), true);
  const md = forge.md.sha256.create();
  md.update("signed", "utf8");
  const signature = Buffer.from(keys.privateKey.sign(md), "binary");
  const key = createPublicKey(forge.pki.publicKeyToPem(keys.publicKey));
  assert.equal(createVerify("RSA-SHA256").update("signed").verify(key, signature), true);
  const sealed = keys.publicKey.encrypt("for you", "RSA-OAEP");
  assert.equal(keys.privateKey.decrypt(sealed, "RSA-OAEP"), "for you");
});

export const get_formats = check(() => {
  assert.equal(forge.util.encode64("äö"), Buffer.from("äö", "latin1").toString("base64"));
  assert.equal(forge.random.getBytesSync(16).length, 16);
  const der = forge.asn1.toDer(forge.asn1.create(forge.asn1.Class.UNIVERSAL, forge.asn1.Type.SEQUENCE, true, [
    forge.asn1.create(forge.asn1.Class.UNIVERSAL, forge.asn1.Type.INTEGER, false, forge.asn1.integerToDer(5).getBytes()),
  ]));
  assert.equal(der.toHex(), "3003020105");
  assert.equal(forge.util.bytesToHex(forge.pkcs5.pbkdf2("password", "salt", 1, 20)), "0c60c80f961f0e71f3a9b524af6012062fe037a6");
});
