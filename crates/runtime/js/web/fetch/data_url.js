/** `data:` URLs (Fetch, 6): a body that is written in its own address. */

const { parseMime, serializeMime } = require("web/fetch/mime");

const Bytes = Uint8Array;
const BASE64 = /; *base64$/i;

function hexValue(code) {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** @param {string} text ASCII, as URLs are @returns {Uint8Array} */
function percentDecode(text) {
  const bytes = new Bytes(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const high = code === 37 ? hexValue(text.charCodeAt(i + 1)) : -1;
    const low = high === -1 ? -1 : hexValue(text.charCodeAt(i + 2));
    if (low === -1) bytes[length++] = code;
    else {
      bytes[length++] = high * 16 + low;
      i += 2;
    }
  }
  return bytes.subarray(0, length);
}

/** @param {Uint8Array} bytes */
function latin1(bytes) {
  return native.latin1Decode(bytes);
}

/**
 * @param {string} url normalised, with the scheme `data:`
 * @returns {{type: string, bytes: Uint8Array} | undefined} undefined when it is broken
 */
exports.readDataUrl = function readDataUrl(url) {
  const hash = url.indexOf("#");
  const text = url.slice("data:".length, hash === -1 ? undefined : hash);
  const comma = text.indexOf(",");
  if (comma === -1) return undefined;
  let type = text.slice(0, comma).trim();
  let bytes = percentDecode(text.slice(comma + 1));
  if (BASE64.test(type)) {
    let decoded;
    try {
      decoded = require("web/base64").atob(latin1(bytes));
    } catch {
      return undefined;
    }
    bytes = new Bytes(decoded.length);
    for (let i = 0; i < decoded.length; i++) bytes[i] = decoded.charCodeAt(i);
    type = type.replace(BASE64, "");
  }
  if (type.startsWith(";")) type = `text/plain${type}`;
  const mime = parseMime(type);
  return { type: mime === undefined ? "text/plain;charset=US-ASCII" : serializeMime(mime), bytes };
};
