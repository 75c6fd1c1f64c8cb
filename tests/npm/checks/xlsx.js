import assert from "node:assert/strict";
import * as XLSX from "xlsx";
import { check } from "./check.js";

const rows = [
  { name: "Äpfel", price: 1.5, sold: true, day: new Date(Date.UTC(2024, 0, 2)) },
  { name: "Birnen", price: 2, sold: false, day: new Date(Date.UTC(2024, 0, 3)) },
];


const book = () => {
  const made = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(made, XLSX.utils.json_to_sheet(rows.map(({ day, ...row }) => row)), "Sales");
  return made;
};

export const get_written_and_read = check(() => {
  for (const bookType of ["xlsx", "xlsb", "biff8", "ods", "csv"]) {
    const bytes = XLSX.write(book(), { type: "buffer", bookType });
    assert.ok(Buffer.isBuffer(bytes), bookType);
    const read = XLSX.read(bytes, { type: "buffer" });
    const found = XLSX.utils.sheet_to_json(read.Sheets[read.SheetNames[0]]);
    assert.deepEqual(found.map((row) => [row.name, row.price]), [["Äpfel", 1.5], ["Birnen", 2]], bookType);
  }
});

export const get_cells = check(() => {
  const sheet = XLSX.utils.aoa_to_sheet([["a", "b"], [1, 2], [3, 4]]);
  sheet.C2 = { t: "n", f: "A2+B2", v: 3 };
  sheet["!ref"] = "A1:C3";
  const made = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(made, sheet, "S");
  const read = XLSX.read(XLSX.write(made, { type: "base64", bookType: "xlsx", compression: true }), { type: "base64" });
  assert.equal(read.Sheets.S.C2.f, "A2+B2");
  assert.deepEqual(XLSX.utils.decode_range("B2:D9"), { s: { c: 1, r: 1 }, e: { c: 3, r: 8 } });
  assert.equal(XLSX.utils.sheet_to_csv(read.Sheets.S), "a,b,\n1,2,3\n3,4,");
  assert.equal(XLSX.utils.sheet_to_html(read.Sheets.S).includes("<td"), true);
});

export const get_dates = check(() => {
  const made = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(made, XLSX.utils.json_to_sheet(rows), "S");
  const read = XLSX.read(XLSX.write(made, { type: "array", bookType: "xlsx" }), { type: "array", cellDates: true });
  const [first] = XLSX.utils.sheet_to_json(read.Sheets.S);
  assert.ok(first.day instanceof Date);
  assert.equal(first.day.toISOString().slice(0, 10), "2024-01-02");
  const [text] = XLSX.utils.sheet_to_json(read.Sheets.S, { raw: false });
  assert.equal(text.day, "1/2/24");
});
