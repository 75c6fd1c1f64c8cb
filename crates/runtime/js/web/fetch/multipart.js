/** multipart/form-data (RFC 7578; HTML, 4.10.21.8): FormData as bytes and back. */

const { utf8Encode } = require("web/utf8");
const { bytesOf, isBlob, File, makeBlob } = require("web/blob");
const { entriesOf, FormData } = require("web/form_data");
const { parseMime } = require("web/fetch/mime");

const Bytes = Uint8Array;
const CR = 13;
const LF = 10;
const DASH = 45;

/** Names and file names: what would end them is escaped. */
function escapeName(text) {
  return text.replace(/\r\n|\r|\n/g, "\r\n").replace(/["\r\n]/g, (character) => (character === '"' ? "%22" : character === "\r" ? "%0D" : "%0A"));
}

function makeBoundary() {
  const random = require("web/crypto").crypto.getRandomValues(new Bytes(16));
  let text = "----velodromeFormBoundary";
  for (const byte of random) text += byte.toString(16).padStart(2, "0");
  return text;
}

/**
 * @param {FormData} data
 * @returns {{bytes: Uint8Array, type: string}}
 */
exports.encodeMultipart = function encodeMultipart(data) {
  const boundary = makeBoundary();
  const list = entriesOf(data);
  const pieces = [];
  for (let i = 0; i < list.length; i += 2) {
    const value = list[i + 1];
    let head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(list[i])}"`;
    if (isBlob(value)) {
      const fileName = value.name.replace(/["\r\n]/g, (character) => (character === '"' ? "%22" : character === "\r" ? "%0D" : "%0A"));
      head += `; filename="${fileName}"\r\nContent-Type: ${value.type || "application/octet-stream"}\r\n\r\n`;
      pieces.push(utf8Encode(head), bytesOf(value), utf8Encode("\r\n"));
    } else pieces.push(utf8Encode(`${head}\r\n\r\n${value.replace(/\r\n|\r|\n/g, "\r\n")}\r\n`));
  }
  pieces.push(utf8Encode(`--${boundary}--\r\n`));
  let length = 0;
  for (const piece of pieces) length += piece.byteLength;
  const bytes = new Bytes(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return { bytes, type: `multipart/form-data; boundary=${boundary}` };
};

/** Where `wanted` begins in `bytes`, from `at` on; -1 when it does not occur. */
function find(bytes, wanted, at) {
  const first = wanted[0];
  for (let i = bytes.indexOf(first, at); i !== -1 && i + wanted.length <= bytes.length; i = bytes.indexOf(first, i + 1)) {
    let same = 1;
    while (same < wanted.length && bytes[i + same] === wanted[same]) same++;
    if (same === wanted.length) return i;
  }
  return -1;
}

const wrong = () => new TypeError("The body is no valid multipart/form-data");

/** @param {string} head the lines of a part @returns {{name: string, fileName: string | undefined, type: string}} */
function parseHead(head) {
  let disposition;
  let type = "text/plain";
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon === -1) throw wrong();
    const field = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (field === "content-disposition") disposition = value;
    if (field === "content-type") type = value;
  }
  if (disposition === undefined || !/^form-data\s*(;|$)/i.test(disposition)) throw wrong();
  const parameter = (key) => {
    const found = new RegExp(`;\\s*${key}="([^"]*)"`, "i").exec(disposition);
    return found === null ? undefined : found[1].replace(/%0A/gi, "\n").replace(/%0D/gi, "\r").replace(/%22/g, '"');
  };
  const name = parameter("name");
  if (name === undefined) throw wrong();
  return { name, fileName: parameter("filename"), type };
}

const HEAD_END = new Bytes([CR, LF, CR, LF]);
/** More parts than this are a mistake or an attack. */
const PARTS_MAX = 10_000;

/**
 * @param {Uint8Array} bytes
 * @param {string} boundary
 * @returns {FormData}
 */
exports.decodeMultipart = function decodeMultipart(bytes, boundary) {
  const data = new FormData();
  const list = entriesOf(data);
  const delimiter = utf8Encode(`\r\n--${boundary}`);
  const opening = delimiter.subarray(2);
  let at = find(bytes, opening, 0);
  if (at === -1) throw wrong();
  at += opening.length;
  while (!(bytes[at] === DASH && bytes[at + 1] === DASH)) {
    while (bytes[at] === 32 || bytes[at] === 9) at++;
    if (bytes[at] !== CR || bytes[at + 1] !== LF) throw wrong();
    const headEnd = find(bytes, HEAD_END, at);
    const end = headEnd === -1 ? -1 : find(bytes, delimiter, headEnd + 2);
    if (end === -1 || list.length >= 2 * PARTS_MAX) throw wrong();
    const { name, fileName, type } = parseHead(native.utf8Decode(bytes.subarray(at + 2, headEnd)));
    const content = bytes.slice(headEnd + 4, end < headEnd + 4 ? headEnd + 4 : end);
    if (fileName === undefined) list.push(name, native.utf8Decode(content));
    else list.push(name, new File([makeBlob(content, "")], fileName, { type: parseMime(type) === undefined ? "" : type }));
    at = end + delimiter.length;
  }
  return data;
};
