/** The module `readline/promises`. */

require("node/absent").refuse(exports, "readline.promises", ["Interface", "Readline", "createInterface"]);
