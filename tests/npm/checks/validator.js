import assert from "node:assert/strict";
import validator from "validator";
import isEmail from "validator/lib/isEmail.js";
import { check } from "./check.js";

export const get_checks = check(() => {
  assert.equal(isEmail("ada@example.com"), true);
  assert.equal(isEmail("ada@@example.com"), false);
  assert.equal(validator.isURL("https://example.com/a?b=c"), true);
  assert.equal(validator.isURL("javascript:alert(1)"), false);
  assert.equal(validator.isIBAN("DE89370400440532013000"), true);
  assert.equal(validator.isIBAN("DE89370400440532013001"), false);
  assert.equal(validator.isCreditCard("4242 4242 4242 4242"), true);
  assert.equal(validator.isMobilePhone("+49 151 23456789".replaceAll(" ", ""), "de-DE"), true);
  assert.equal(validator.isPostalCode("10115", "DE"), true);
  assert.equal(validator.isIP("::1", 6), true);
  assert.equal(validator.isISO8601("2024-02-30", { strict: true }), false);
  assert.equal(validator.isStrongPassword("abc"), false);
  assert.equal(validator.isJWT("a.b.c"), true);
  assert.throws(() => validator.isEmail(5), TypeError);
});

export const get_sanitizers = check(() => {
  assert.equal(validator.escape("<b>'&"), "&lt;b&gt;&#x27;&amp;");
  assert.equal(validator.normalizeEmail("Ada.L+x@GoogleMail.com"), "adal@gmail.com");
  assert.equal(validator.trim("  x "), "x");
  assert.equal(validator.whitelist("a1b2", "a-z"), "ab");
  assert.equal(validator.toBoolean("1"), true);
  assert.equal(validator.toDate("nonsense"), null);
});
