/**
 * The module `http`: the client, over `fetch`. Serving is the server's own business.
 */

const { clientOf } = require("node/http/module");
const { ClientRequest } = require("node/http/client");
const { IncomingMessage } = require("node/http/incoming");
const { METHODS, STATUS_CODES } = require("node/http/status");
const { validateHeaderName, validateHeaderValue } = require("node/http/outgoing_headers");
const { Writable } = require("node/stream/writable");
const { refuse } = require("node/absent");

Object.defineProperties(exports, Object.getOwnPropertyDescriptors(clientOf("http:", 80)));

/** For packages that ask whether something is one. */
class OutgoingMessage extends Writable {}
class ServerResponse extends OutgoingMessage {}

Object.assign(exports, { ClientRequest, IncomingMessage, OutgoingMessage, ServerResponse, METHODS, STATUS_CODES, validateHeaderName, validateHeaderValue });
exports.maxHeaderSize = 16_384;
exports.setMaxIdleHTTPParsers = () => {};
refuse(exports, "http", ["createServer", "Server", "_connectionListener"]);
