import assert from "node:assert/strict";
import pg from "pg";
import { IN_VELODROME, check } from "./check.js";

const address = "postgres://u:p@127.0.0.1:1/db";
/** What this runtime says; under Node the same port refuses. */
const expected = (error) => {
  if (IN_VELODROME) return error.code === "ERR_NOT_AVAILABLE" && /is not available in this runtime/.test(error.message);
  return error.code === "ECONNREFUSED";
};

export const get_connecting_says_that_there_are_no_sockets = check(async () => {
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 2000 });
  assert.equal(client.database, "db");
  await assert.rejects(async () => client.connect(), expected);
  const pool = new pg.Pool({ connectionString: address, max: 2, connectionTimeoutMillis: 2000 });
  await assert.rejects(async () => pool.query("select $1::int", [1]), expected);
});

export const get_what_needs_no_socket = check(() => {
  assert.equal(pg.escapeLiteral("it's \\"), " E'it''s \\\\'");
  assert.equal(pg.escapeIdentifier('a"b'), '"a""b"');
  assert.equal(pg.types.getTypeParser(pg.types.builtins.INT4)("12"), 12);
  assert.deepEqual(pg.types.getTypeParser(1007)("{1,2}"), [1, 2]);
  assert.equal(pg.types.getTypeParser(1184)("2024-01-02 03:04:05+00").toISOString(), "2024-01-02T03:04:05.000Z");
});
