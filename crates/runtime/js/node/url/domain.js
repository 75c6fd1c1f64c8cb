/**
 * Names of hosts in other scripts, to ASCII and back (UTS 46, by the server's URL parser).
 */

const { urlParse } = native;

/** Places in what `native.urlParse` gives. */
const HREF = 0;
const HOST_START = 3;
const HOST_END = 4;

/** @param {string} domain @returns {string} "" if it is no domain */
function domainToASCII(domain) {
  const text = `${domain}`;
  // What would end the host's name makes it none.
  if (/[/?#\\@:]/.test(text.replace(/^\[.*\]$/, ""))) return "";
  const parts = urlParse(`ws://${text}`);
  return parts === undefined ? "" : parts[HREF].slice(parts[HOST_START], parts[HOST_END]);
}

function toUnicode(label) {
  if (!label.startsWith("xn--")) return label;
  try {
    return require("node/punycode").decode(label.slice(4));
  } catch {
    return label;
  }
}

exports.domainToASCII = domainToASCII;
/** @param {string} domain @returns {string} "" if it is no domain */
exports.domainToUnicode = function domainToUnicode(domain) {
  return domainToASCII(domain).split(".").map(toUnicode).join(".");
};
