/** The module `child_process`: it loads, calls are refused. */

require("node/absent").refuse(exports, "child_process", ["ChildProcess", "exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"]);
