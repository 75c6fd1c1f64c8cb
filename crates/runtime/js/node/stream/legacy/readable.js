/** The old module `_stream_readable`. */

module.exports = require("node/stream").Readable;
