/** The old module `_stream_passthrough`. */

module.exports = require("node/stream").PassThrough;
