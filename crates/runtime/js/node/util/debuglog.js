/**
 * debuglog: lines of a section that `NODE_DEBUG` names, for instance `NODE_DEBUG=http,my*`.
 */

function isOn(section) {
  const wanted = `${require("node/process").process.env.NODE_DEBUG ?? ""}`;
  return wanted.split(",").some((name) => {
    const pattern = name.trim().replace(/[|\\{}()[\]^$+?.]/g, "\\$&").replaceAll("*", ".*");
    return pattern !== "" && new RegExp(`^${pattern}$`, "i").test(section);
  });
}

/**
 * @param {string} section
 * @param {(fn: Function) => void} [callback] gets the final function at the first use
 */
exports.debuglog = function debuglog(section, callback = undefined) {
  let enabled;
  const isEnabled = () => (enabled ??= isOn(section));
  const write = (...args) => {
    if (!isEnabled()) return;
    const { process } = require("node/process");
    native.log(3, `${section.toUpperCase()} ${process.pid}: ${require("web/format").format(args)}`, new Error().stack);
  };
  let logger = (...args) => {
    if (typeof callback === "function") callback(write);
    logger = write;
    write(...args);
  };
  const debug = (...args) => logger(...args);
  Object.defineProperty(debug, "enabled", { get: isEnabled, configurable: true, enumerable: true });
  return debug;
};
