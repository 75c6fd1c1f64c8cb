/** The module `http2`: it loads, calls are refused; `fetch` chooses its protocol itself. */

const { refuse } = require("node/absent");

refuse(exports, "http2", ["connect", "createServer", "createSecureServer", "getDefaultSettings", "getPackedSettings", "getUnpackedSettings", "performServerHandshake", "Http2ServerRequest", "Http2ServerResponse"]);
exports.sensitiveHeaders = Symbol("sensitiveHeaders");
exports.constants = Object.freeze({ HTTP2_HEADER_STATUS: ":status", HTTP2_HEADER_METHOD: ":method", HTTP2_HEADER_AUTHORITY: ":authority", HTTP2_HEADER_SCHEME: ":scheme", HTTP2_HEADER_PATH: ":path", NGHTTP2_CANCEL: 8, NGHTTP2_NO_ERROR: 0 });
