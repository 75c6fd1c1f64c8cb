/** The module `tls`: it loads, calls are refused. */

const { refuse } = require("node/absent");
const { lazy } = require("node/lazy");

refuse(exports, "tls", ["connect", "createServer", "createSecureContext", "createSecurePair", "checkServerIdentity", "getCiphers", "SecureContext", "Server"]);
lazy(exports, "node/tls/socket", ["TLSSocket"]);
exports.rootCertificates = Object.freeze([]);
exports.DEFAULT_ECDH_CURVE = "auto";
exports.DEFAULT_MIN_VERSION = "TLSv1.2";
exports.DEFAULT_MAX_VERSION = "TLSv1.3";
exports.DEFAULT_CIPHERS = "";
exports.CLIENT_RENEG_LIMIT = 3;
exports.CLIENT_RENEG_WINDOW = 600;
