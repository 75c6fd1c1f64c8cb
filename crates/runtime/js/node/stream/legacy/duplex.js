/** The old module `_stream_duplex`. */

module.exports = require("node/stream").Duplex;
