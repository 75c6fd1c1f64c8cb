/**
 * The module `url`: the WHATWG's classes, and what there was before them.
 */

const web = require("web/url");
const legacy = require("node/url/legacy");
const { resolve, resolveObject } = require("node/url/resolve");
const { domainToASCII, domainToUnicode } = require("node/url/domain");
const files = require("node/url/files");
const { makeError } = require("node/errors");

/** Whole functions need at least one argument. */
function needing(fn, name) {
  return {
    [name](...args) {
      if (args.length === 0) throw makeError(TypeError, "ERR_MISSING_ARGS", 'The "domain" argument must be specified');
      return fn(`${args[0]}`);
    },
  }[name];
}

exports.URL = web.URL;
exports.URLSearchParams = web.URLSearchParams;
exports.Url = legacy.Url;
exports.parse = function parse(url, parseQueryString, slashesDenoteHost) {
  return legacy.parse(url, parseQueryString, slashesDenoteHost);
};
exports.format = function format(urlObject, options) {
  return legacy.format(urlObject, options);
};
exports.resolve = resolve;
exports.resolveObject = resolveObject;
exports.domainToASCII = needing(domainToASCII, "domainToASCII");
exports.domainToUnicode = needing(domainToUnicode, "domainToUnicode");
Object.assign(exports, files);
