/**
 * The module `net`: addresses can be told apart; there are no connections.
 */

const { refuse } = require("node/absent");
const { lazy } = require("node/lazy");

const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

function isIPv4(input) {
  return V4.test(`${input}`) && !/(?:^|\.)0\d/.test(`${input}`);
}

function isIPv6(input) {
  const text = `${input}`;
  const [address, zone] = text.split("%", 2);
  if (text.includes("%") && !/^[0-9a-zA-Z\-.:]+$/.test(zone ?? "")) return false;
  return /^[0-9a-fA-F:.]+$/.test(address) && address.includes(":") && native.urlParse(`ws://[${address}]`) !== undefined;
}

exports.isIPv4 = isIPv4;
exports.isIPv6 = isIPv6;
exports.isIP = (input) => (isIPv4(input) ? 4 : isIPv6(input) ? 6 : 0);
refuse(exports, "net", ["connect", "createConnection", "createServer", "Server", "BlockList", "SocketAddress"]);
lazy(exports, "node/net/socket", ["Socket", "Stream"]);
exports.getDefaultAutoSelectFamily = () => true;
exports.setDefaultAutoSelectFamily = () => {};
exports.getDefaultAutoSelectFamilyAttemptTimeout = () => 250;
exports.setDefaultAutoSelectFamilyAttemptTimeout = () => {};
