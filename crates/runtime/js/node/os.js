/**
 * The module `os`: a machine that says as little as may be about the one that the server runs on.
 */

const constants = require("node/os/constants");

const fixed = {
  arch: "x64",
  platform: "linux",
  type: "Linux",
  release: "6.1.0",
  version: "#1 SMP",
  machine: "x86_64",
  hostname: "velodrome",
  homedir: "/home",
  tmpdir: "/tmp",
  endianness: "LE",
};
for (const name of Object.keys(fixed)) exports[name] = { [name]: () => fixed[name] }[name];

exports.uptime = () => Math.floor(native.monotonic() / 1000);
exports.loadavg = () => [0, 0, 0];
/** Half a gigabyte, of which half is free: enough for packages that size their caches by it. */
exports.totalmem = () => 512 * 1024 * 1024;
exports.freemem = () => 256 * 1024 * 1024;
exports.cpus = () => [{ model: "", speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }];
exports.availableParallelism = () => 1;
exports.networkInterfaces = () => ({});
exports.userInfo = () => ({ uid: -1, gid: -1, username: "velodrome", homedir: fixed.homedir, shell: null });
exports.getPriority = () => 0;
exports.setPriority = () => {
  throw require("node/absent").notAvailable("os", "setPriority");
};
exports.constants = Object.freeze({ __proto__: null, UV_UDP_REUSEADDR: 4, dlopen: {}, errno: constants.errno, signals: constants.signals, priority: constants.priority });
exports.EOL = "\n";
exports.devNull = "/dev/null";
