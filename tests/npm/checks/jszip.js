import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import JSZip from "jszip";
import { check } from "./check.js";

export const get_made_and_opened = check(async () => {
  const zip = new JSZip();
  zip.file("hello.txt", "Hällo ".repeat(1000));
  zip.folder("images").file("x.bin", new Uint8Array([0, 255, 1]), { date: new Date(Date.UTC(2024, 0, 2)) });
  zip.file("later.txt", Promise.resolve("later"));
  const bytes = await zip.generateAsync({ type: "nodebuffer", compression: "DEFLATE", compressionOptions: { level: 9 } });
  assert.ok(Buffer.isBuffer(bytes) && bytes.length < 1500);
  assert.equal(bytes.readUInt32LE(0), 0x04034b50);
  const opened = await JSZip.loadAsync(bytes, { checkCRC32: true });
  assert.deepEqual(Object.keys(opened.files), ["hello.txt", "images/", "images/x.bin", "later.txt"]);
  assert.equal(await opened.file("hello.txt").async("string"), "Hällo ".repeat(1000));
  assert.deepEqual(await opened.file("images/x.bin").async("uint8array"), new Uint8Array([0, 255, 1]));
  assert.equal(await opened.file("later.txt").async("text"), "later");
  assert.equal(opened.file(/\.txt$/).length, 2);
});

export const get_streams_and_forms = check(async () => {
  const zip = new JSZip();
  zip.file("a", "1");
  const chunks = [];
  for await (const chunk of zip.generateNodeStream({ streamFiles: true }).pipe(new PassThrough())) chunks.push(chunk);
  assert.equal(await (await JSZip.loadAsync(Buffer.concat(chunks))).file("a").async("string"), "1");
  const base64 = await zip.generateAsync({ type: "base64" });
  assert.equal(await (await JSZip.loadAsync(base64, { base64: true })).file("a").async("string"), "1");
  const blob = await zip.generateAsync({ type: "blob" });
  assert.ok(blob instanceof Blob);
  assert.equal(await (await JSZip.loadAsync(await blob.arrayBuffer())).file("a").async("string"), "1");
  await assert.rejects(JSZip.loadAsync("no archive"), /is this a zip file/);
});
