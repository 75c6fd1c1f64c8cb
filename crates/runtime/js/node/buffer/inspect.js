/**
 * What `console.log(buffer)` shows.
 */

/**
 * @param {Uint8Array} buffer
 * @param {number} max bytes shown
 */
exports.inspectBuffer = function inspectBuffer(buffer, max, options, show) {
  const shown = Math.min(max, buffer.length);
  let text = new Uint8Array(buffer.buffer, buffer.byteOffset, shown).toHex().replace(/(.{2})(?=.)/g, "$1 ");
  const more = buffer.length - shown;
  if (more > 0) text += `${shown > 0 ? " " : ""}... ${more} more byte${more > 1 ? "s" : ""}`;
  const extras = Object.keys(buffer).filter((key) => !/^\d+$/.test(key));
  if (extras.length > 0 && show !== undefined) {
    const properties = Object.fromEntries(extras.map((key) => [key, buffer[key]]));
    text += `${text === "" ? "" : ", "}${show(properties, { ...options, breakLength: Infinity, compact: true }).slice(2, -2)}`;
  }
  return `<${buffer.constructor?.name ?? "Buffer"}${text === "" ? "" : " "}${text}>`;
};
