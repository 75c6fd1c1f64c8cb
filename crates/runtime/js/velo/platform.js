/**
 * What the modules of the platform that are not here would need: the end of the sentence
 * "it needs ..", by the beginning of a module's name without `wix-` or `@wix/`.
 */

const BROWSER = "a page in a browser: backend code has none";

/** @type {[string, string][]} the first that fits holds */
const NEEDS = [
  ["pay-frontend", BROWSER],
  ["payment-provider", "Wix Payments, which takes its events"],
  ["pay", "Wix Payments"],
  ["stores", "Wix Stores"],
  ["ecom", "Wix eCommerce"],
  ["bookings", "Wix Bookings"],
  ["events", "Wix Events"],
  ["pricing-plans", "Wix Pricing Plans"],
  ["paid-plans", "Wix Pricing Plans"],
  ["billing", "Wix Invoices"],
  ["blog", "Wix Blog"],
  ["forum", "Wix Forum"],
  ["groups", "Wix Groups"],
  ["comments", "Wix Comments"],
  ["reviews", "Wix Reviews"],
  ["loyalty", "the Wix Loyalty Program"],
  ["table-reservations", "Wix Table Reservations"],
  ["restaurants", "Wix Restaurants"],
  ["pro-gallery", "Wix Pro Gallery"],
  ["chat", "Wix Chat"],
  ["inbox", "the Wix Inbox"],
  ["notifications", "the platform's notifications"],
  ["email-marketing", "Wix Email Marketing"],
  ["marketing", "the platform's coupons and tags"],
  ["captcha", "the platform's captcha"],
  ["site-backend", "the site's settings on the platform"],
  ["business-tools", "the site's settings on the platform"],
  ["urls", "the site's settings on the platform"],
  ["search", "the platform's search of sites"],
  ["activity-counters", "the platform's counters"],
  ["dashboard", "the platform's dashboard"],
  ["editor", "the platform's editor"],
  ["configs-backend", "the configuration of packages on the platform"],
  ["application", "an app of the platform"],
  ["users", BROWSER],
  ["members", BROWSER],
  ["window", BROWSER],
  ["location", BROWSER],
  ["storage", BROWSER],
  ["site-", BROWSER],
  ["seo", BROWSER],
  ["animations", BROWSER],
  ["widget", BROWSER],
];

/**
 * @param {string} module the module's name
 * @returns {string | undefined}
 */
exports.needOf = function needOf(module) {
  const prefix = module.startsWith("@wix/") ? 5 : module.startsWith("wix-") ? 4 : 0;
  if (prefix === 0) return undefined;
  const name = module.slice(prefix);
  for (let i = 0; i < NEEDS.length; i++) {
    if (name.startsWith(NEEDS[i][0])) return NEEDS[i][1];
  }
  return name.endsWith("-frontend") ? BROWSER : undefined;
};
