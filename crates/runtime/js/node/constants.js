/** The module `constants`: those of `os` and `fs` in one object. @deprecated, like Node's */

const os = require("node/os/constants");
const { constants } = require("node/fs/constants");

Object.assign(exports, os.errno, os.priority, os.signals, constants);
