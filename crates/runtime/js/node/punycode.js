/**
 * The module `punycode` (RFC 3492): names in other scripts as ASCII. @deprecated, like Node's
 */

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_CODE = 128;
const INT_MAX = 0x7fffffff;
const DOTS = /[\u002e\u3002\uff0e\uff61]/g;

function overflow() {
  return new RangeError("Overflow: input needs wider integers to process");
}

/** @param {string} text @returns {number[]} code points; lone surrogates stay */
function ucs2Decode(text) {
  return Array.from(text, (character) => /** @type {number} */ (character.codePointAt(0)));
}

/** @param {number[]} codes */
function ucs2Encode(codes) {
  return codes.map((code) => String.fromCodePoint(code)).join("");
}

function digitOf(code) {
  if (code >= 0x30 && code < 0x3a) return code - 0x30 + 26;
  if (code >= 0x41 && code < 0x5b) return code - 0x41;
  if (code >= 0x61 && code < 0x7b) return code - 0x61;
  return BASE;
}

function characterOf(digit) {
  return String.fromCharCode(digit < 26 ? digit + 0x61 : digit - 26 + 0x30);
}

function adapt(given, count, isFirst) {
  let delta = isFirst ? Math.floor(given / DAMP) : given >> 1;
  delta += Math.floor(delta / count);
  let k = 0;
  for (; delta > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) delta = Math.floor(delta / (BASE - T_MIN));
  return Math.floor(k + ((BASE - T_MIN + 1) * delta) / (delta + SKEW));
}

function threshold(k, bias) {
  return k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
}

function decode(input) {
  const output = [];
  const basic = Math.max(input.lastIndexOf("-"), 0);
  for (let i = 0; i < basic; i++) {
    if (input.charCodeAt(i) >= 0x80) throw new RangeError("Illegal input >= 0x80 (not a basic code point)");
    output.push(input.charCodeAt(i));
  }
  let n = FIRST_CODE;
  let i = 0;
  let bias = FIRST_BIAS;
  for (let at = basic > 0 ? basic + 1 : 0; at < input.length; ) {
    const before = i;
    for (let weight = 1, k = BASE; ; k += BASE) {
      if (at >= input.length) throw new RangeError("Invalid input");
      const digit = digitOf(input.charCodeAt(at++));
      if (digit >= BASE) throw new RangeError("Invalid input");
      if (digit > Math.floor((INT_MAX - i) / weight)) throw overflow();
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      if (weight > Math.floor(INT_MAX / (BASE - t))) throw overflow();
      weight *= BASE - t;
    }
    const count = output.length + 1;
    bias = adapt(i - before, count, before === 0);
    if (Math.floor(i / count) > INT_MAX - n) throw overflow();
    n += Math.floor(i / count);
    i %= count;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

function encode(input) {
  const codes = ucs2Decode(input);
  let output = ucs2Encode(codes.filter((code) => code < 0x80));
  const basic = output.length;
  let handled = basic;
  if (basic > 0) output += "-";
  let n = FIRST_CODE;
  let delta = 0;
  let bias = FIRST_BIAS;
  while (handled < codes.length) {
    const next = Math.min(...codes.filter((code) => code >= n));
    if (next - n > Math.floor((INT_MAX - delta) / (handled + 1))) throw overflow();
    delta += (next - n) * (handled + 1);
    n = next;
    for (const code of codes) {
      if (code < n && ++delta > INT_MAX) throw overflow();
      if (code !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        output += characterOf(t + ((q - t) % (BASE - t)));
        q = Math.floor((q - t) / (BASE - t));
      }
      output += characterOf(q);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output;
}

/** Applies `convert` to each label of a domain, or of the domain of an e-mail address. */
function eachLabel(text, convert) {
  const at = text.indexOf("@");
  const before = at === -1 ? "" : text.slice(0, at + 1);
  const domain = (at === -1 ? text : text.slice(at + 1)).replace(DOTS, ".");
  return before + domain.split(".").map(convert).join(".");
}

exports.version = "2.1.0";
exports.ucs2 = { decode: ucs2Decode, encode: ucs2Encode };
exports.decode = decode;
exports.encode = encode;
exports.toASCII = (input) => eachLabel(input, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label));
exports.toUnicode = (input) => eachLabel(input, (label) => (/^xn--/.test(label) ? decode(label.slice(4).toLowerCase()) : label));
