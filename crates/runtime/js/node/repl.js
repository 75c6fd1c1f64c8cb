/** The module `repl`: it loads, calls are refused. */

require("node/absent").refuse(exports, "repl", ["start", "REPLServer", "Recoverable"]);
