import assert from "node:assert/strict";
import he from "he";
import { check } from "./check.js";

export const get_encode_and_decode = check(() => {
  assert.equal(he.encode("foo © bar ≠ baz 𝌆 qux"), "foo &#xA9; bar &#x2260; baz &#x1D306; qux");
  assert.equal(he.encode("© ≠", { useNamedReferences: true }), "&copy; &ne;");
  assert.equal(he.decode("foo &copy; bar &ne; baz &#x1D306; qux &amp;&lt"), "foo © bar ≠ baz 𝌆 qux &<");
  assert.equal(he.decode("foo&ampbar", { isAttributeValue: true }), "foo&ampbar");
  assert.equal(he.escape("<a href=\"x\">'&`"), "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;&#x60;");
  assert.throws(() => he.decode("foo &#x110000;", { strict: true }), /Parse error/);
});
