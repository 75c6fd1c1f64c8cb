/**
 * The module `zlib` (`node:zlib`): deflate, gzip and brotli. The classes need `stream`, which is
 * loaded when one of them is first used.
 */

const { lazy } = require("node/lazy");

const STREAMS = ["BrotliCompress", "BrotliDecompress", "Deflate", "DeflateRaw", "Gunzip", "Gzip", "Inflate", "InflateRaw", "Unzip"];

lazy(exports, "node/zlib/once", [
  "brotliCompress",
  "brotliCompressSync",
  "brotliDecompress",
  "brotliDecompressSync",
  "crc32",
  "deflate",
  "deflateRaw",
  "deflateRawSync",
  "deflateSync",
  "gunzip",
  "gunzipSync",
  "gzip",
  "gzipSync",
  "inflate",
  "inflateRaw",
  "inflateRawSync",
  "inflateSync",
  "unzip",
  "unzipSync",
]);
lazy(exports, "node/zlib/streams", [...STREAMS, ...STREAMS.map((name) => `create${name}`)]);
lazy(exports, "node/zlib/constants", ["codes", "constants"]);
