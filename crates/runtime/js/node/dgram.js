/** The module `dgram`: it loads, calls are refused. */

require("node/absent").refuse(exports, "dgram", ["createSocket", "Socket"]);
