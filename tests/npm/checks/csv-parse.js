import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { parse } from "csv-parse";
import { parse as parseSync } from "csv-parse/sync";
import { check } from "./check.js";

const text = '\ufeffname,price,note\r\n"Äpfel, rot",1.5,"says ""hi"""\r\nBirnen,2,\r\n';

export const get_at_once = check(() => {
  assert.deepEqual(parseSync(text, { columns: true, bom: true, cast: (value, { column }) => (column === "price" ? Number(value) : value) }), [
    { name: "Äpfel, rot", price: 1.5, note: 'says "hi"' },
    { name: "Birnen", price: 2, note: "" },
  ]);
  assert.deepEqual(parseSync("a;b\n# no\n1;2", { delimiter: ";", comment: "#", from_line: 2 }), [["1", "2"]]);
  assert.throws(() => parseSync("a,b\n1,2,3"), { code: "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH", lines: 2 });
  assert.throws(() => parseSync('a\n"open'), { code: "CSV_QUOTE_NOT_CLOSED" });
});

export const get_as_a_stream = check(async () => {
  const rows = [];
  // One byte at a time: records and characters are cut everywhere.
  const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]));
  for await (const row of Readable.from(bytes).pipe(parse({ columns: true, bom: true }))) rows.push(row.name);
  assert.deepEqual(rows, ["Äpfel, rot", "Birnen"]);
  const called = await new Promise((resolve, reject) => parse("1,2\n3,4", (error, records) => (error ? reject(error) : resolve(records))));
  assert.deepEqual(called, [["1", "2"], ["3", "4"]]);
  await assert.rejects(new Promise((resolve, reject) => parse("a,b\n1", (error, records) => (error ? reject(error) : resolve(records)))), {
    code: "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH",
  });
});
