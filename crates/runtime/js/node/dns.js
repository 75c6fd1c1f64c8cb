/**
 * The module `dns`: it loads, calls are refused. Names are resolved by the server itself, for `fetch`.
 */

const { refuse } = require("node/absent");

const NAMES = ["lookup", "lookupService", "resolve", "resolve4", "resolve6", "resolveAny", "resolveCaa", "resolveCname", "resolveMx", "resolveNaptr", "resolveNs", "resolvePtr", "resolveSoa", "resolveSrv", "resolveTxt", "reverse", "getServers", "setServers", "setDefaultResultOrder", "getDefaultResultOrder"];
const CODES = {};
for (const name of ["NODATA", "FORMERR", "SERVFAIL", "NOTFOUND", "NOTIMP", "REFUSED", "BADQUERY", "BADNAME", "BADFAMILY", "BADRESP", "CONNREFUSED", "TIMEOUT", "EOF", "FILE", "NOMEM", "DESTRUCTION", "BADSTR", "BADFLAGS", "NONAME", "BADHINTS", "NOTINITIALIZED", "LOADIPHLPAPI", "ADDRGETNETWORKPARAMS", "CANCELLED"]) CODES[name] = `E${name}`;

refuse(exports, "dns", [...NAMES, "Resolver"]);
Object.assign(exports, CODES, { ADDRCONFIG: 1024, ALL: 256, V4MAPPED: 2048 });
Object.defineProperty(exports, "promises", { get: () => require("node/dns/promises"), enumerable: true, configurable: true });
// For `dns/promises` alone.
Object.defineProperties(exports, { NAMES: { value: NAMES }, CODES: { value: CODES } });
