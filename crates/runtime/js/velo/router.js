/**
 * The module `wix-router`: the helpers, which make values. Routers choose pages, and there are no pages
 * here: nobody calls a site's `routers.js`, but what it and others import works.
 */

const NativePromise = Promise;
const { resolve } = NativePromise;

/** @template T @param {T} value @returns {Promise<T>} */
const given = (value) => resolve.call(NativePromise, value);

/**
 * @param {string | string[]} page
 * @param {unknown} [data]
 * @param {object} [head]
 */
exports.ok = (page, data, head) => given({ status: 200, page, data, head });

/**
 * @param {string} url
 * @param {string | number} [statusCode] 301 or 302; any other counts as 302
 */
exports.redirect = (url, statusCode) => given({ status: String(statusCode) === "301" ? 301 : 302, redirectUrl: url });

/** @param {string} [message] */
exports.notFound = (message = "Not Found") => given({ status: 404, message });

/** @param {string} [message] */
exports.forbidden = (message = "Forbidden") => given({ status: 403, message });

/** @param {string | number} statusCode @param {string} [message] */
exports.sendStatus = (statusCode, message) => given({ status: Number(statusCode), message });

/** What a `beforeRouter` hook gives to go on: a response that says nothing. */
exports.next = () => given({});

/** One page of a sitemap. */
exports.WixRouterSitemapEntry = class WixRouterSitemapEntry {
  /** @param {string} [title] */
  constructor(title) {
    this.title = title;
    this.url = undefined;
    this.pageName = undefined;
    this.lastModified = undefined;
    this.changeFrequency = undefined;
    this.priority = undefined;
  }
};
