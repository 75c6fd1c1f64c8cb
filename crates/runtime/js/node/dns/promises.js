/** The module `dns/promises`. */

const { refuse } = require("node/absent");
const { NAMES, CODES } = require("node/dns");

refuse(exports, "dns.promises", [...NAMES, "Resolver"]);
Object.assign(exports, CODES);
