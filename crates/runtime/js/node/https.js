/**
 * The module `https`: as `http`, with the other scheme.
 */

const { clientOf } = require("node/http/module");
const { refuse } = require("node/absent");

Object.defineProperties(exports, Object.getOwnPropertyDescriptors(clientOf("https:", 443)));
refuse(exports, "https", ["createServer", "Server"]);
