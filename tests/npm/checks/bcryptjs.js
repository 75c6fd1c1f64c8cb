import assert from "node:assert/strict";
import bcrypt from "bcryptjs";
import { check } from "./check.js";

export const get_hashes = check(async () => {
  // From the vectors of OpenBSD's implementation.
  assert.equal(bcrypt.hashSync("abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu"), "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i");
  const hash = await bcrypt.hash("pässword", 6);
  assert.match(hash, /^\$2b\$06\$[./A-Za-z0-9]{53}$/);
  assert.equal(await bcrypt.compare("pässword", hash), true);
  assert.equal(await bcrypt.compare("password", hash), false);
  assert.equal(bcrypt.getRounds(hash), 6);
  assert.notEqual(await bcrypt.genSalt(6), await bcrypt.genSalt(6));
  assert.equal(bcrypt.truncates("x".repeat(73)), true);
  await assert.rejects(bcrypt.compare("x"), /Illegal arguments/);
});
