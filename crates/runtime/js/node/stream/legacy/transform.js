/** The old module `_stream_transform`. */

module.exports = require("node/stream").Transform;
