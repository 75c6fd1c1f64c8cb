/**
 * Where a chunk of encoded text can be cut so that what follows decodes the same as in one piece.
 *
 * The server's decoders keep no state between calls: the few bytes after the cut are decoded again
 * with the next chunk.
 */

/** The length of the UTF-8 sequence that a byte begins; 1 for what begins none. */
function sequenceLength(lead) {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 1;
}

/** Whether the second byte may follow the first (no overlong forms, no surrogates, no more than U+10FFFF). */
function mayFollow(lead, second) {
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xed) return second <= 0x9f;
  if (lead === 0xf0) return second >= 0x90;
  if (lead === 0xf4) return second <= 0x8f;
  return true;
}

function utf8(bytes) {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const lead = bytes[length - back];
    if ((lead & 0xc0) === 0x80) continue;
    const unfinished = sequenceLength(lead) > back && (back === 1 || mayFollow(lead, bytes[length - back + 1]));
    return unfinished ? length - back : length;
  }
  return length;
}

function utf16(bytes, highByteAt) {
  const even = bytes.length & ~1;
  const high = even >= 2 ? bytes[even - 2 + highByteAt] : 0;
  return (high & 0xfc) === 0xd8 ? even - 2 : even;
}

const MULTI_BYTE = new Set(["gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"]);

/** In these encodings a byte below 0x30 ends every sequence, finished or not. */
function multiByte(bytes) {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] >= 0x30) end--;
  return end;
}

/**
 * @param {string} encoding its name in lower case
 * @param {Uint8Array} bytes
 * @returns {number}
 */
exports.finishedLength = function finishedLength(encoding, bytes) {
  if (encoding === "utf-8") return utf8(bytes);
  if (encoding === "utf-16le") return utf16(bytes, 1);
  if (encoding === "utf-16be") return utf16(bytes, 0);
  if (MULTI_BYTE.has(encoding)) return multiByte(bytes);
  return encoding === "iso-2022-jp" ? 0 : bytes.length;
};
