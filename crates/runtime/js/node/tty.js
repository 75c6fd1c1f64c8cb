/** The module `tty`: nothing here is a terminal. */

const { refuse } = require("node/absent");

exports.isatty = () => false;
refuse(exports, "tty", ["ReadStream", "WriteStream"]);
