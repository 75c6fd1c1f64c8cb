/** The old module `_stream_writable`. */

module.exports = require("node/stream").Writable;
