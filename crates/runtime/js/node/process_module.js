/** The module `process`: the global. */

module.exports = require("node/process").process;
