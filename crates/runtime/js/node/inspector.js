/** The module `inspector`: there is none. */

const { refuse } = require("node/absent");

exports.url = () => undefined;
exports.close = () => {};
exports.console = undefined;
refuse(exports, "inspector", ["open", "waitForDebugger", "Session"]);
