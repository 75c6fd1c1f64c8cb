/**
 * The module `stream/consumers`: all of a stream at once.
 */

const { Buffer } = require("node/buffer");

async function bytes(stream) {
  const parts = [];
  for await (const chunk of stream) parts.push(typeof chunk === "string" ? Buffer.from(chunk) : new Uint8Array(chunk.buffer ?? chunk, chunk.byteOffset ?? 0, chunk.byteLength));
  return Buffer.concat(parts);
}

exports.buffer = async function buffer(stream) {
  return bytes(stream);
};
exports.arrayBuffer = async function arrayBuffer(stream) {
  const all = await bytes(stream);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength);
};
exports.text = async function text(stream) {
  const decoder = new TextDecoder();
  let all = "";
  for await (const chunk of stream) all += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
  return all + decoder.decode();
};
exports.json = async function json(stream) {
  return JSON.parse(await exports.text(stream));
};
exports.blob = async function blob(stream) {
  const parts = [];
  for await (const chunk of stream) parts.push(chunk);
  return new Blob(parts);
};
