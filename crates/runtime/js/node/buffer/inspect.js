/**
 * What `console.log(buffer)` shows.
 */

const KEYS_MAX = 10_000;

/**
 * @param {Uint8Array} buffer
 * @param {number} max bytes shown
 */
exports.inspectBuffer = function inspectBuffer(buffer, max, options, show) {
  const shown = Math.min(max, buffer.length);
  let text = new Uint8Array(buffer.buffer, buffer.byteOffset, shown).toHex().replace(/(.{2})(?=.)/g, "$1 ");
  const more = buffer.length - shown;
  if (more > 0) text += `${shown > 0 ? " " : ""}... ${more} more byte${more > 1 ? "s" : ""}`;
  // Every byte is a key too: in a large buffer nobody looks for others.
  const extras = buffer.length > KEYS_MAX ? [] : Object.keys(buffer).slice(buffer.length);
  if (extras.length > 0 && show !== undefined) {
    const properties = Object.fromEntries(extras.map((key) => [key, buffer[key]]));
    text += `${text === "" ? "" : ", "}${show(properties, { ...options, breakLength: Infinity, compact: true }).slice(2, -2)}`;
  }
  return `<${buffer.constructor?.name ?? "Buffer"} ${text}>`;
};
