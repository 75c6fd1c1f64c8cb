/** The module `path`: POSIX paths. */

module.exports = require("node/path/posix");
