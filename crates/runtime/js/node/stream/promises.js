/** The module `stream/promises`. */

exports.finished = require("node/stream/finished").finishedPromise;
exports.pipeline = require("node/stream/pipeline").pipelinePromise;
