import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { jsPDF } from "jspdf";
import { check } from "./check.js";

// One red pixel.
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

export const get_text = check(() => {
  const pdf = new jsPDF({ unit: "mm", format: "a4" });
  pdf.setProperties({ title: "Invoice" });
  pdf.setFont("helvetica", "bold").setFontSize(16).text("Invoice 12", 20, 20);
  pdf.setDrawColor(255, 0, 0).rect(20, 30, 50, 10).line(20, 50, 190, 50);
  pdf.addPage().text(pdf.splitTextToSize("word ".repeat(100), 100), 20, 20);
  assert.equal(pdf.getNumberOfPages(), 2);
  assert.ok(Math.abs(pdf.getTextWidth("Invoice 12") - 29.29) < 3);
  const text = Buffer.from(pdf.output("arraybuffer")).toString("latin1");
  assert.match(text, /^%PDF-1\.3/);
  assert.match(text, /%%EOF\s*$/);
  assert.ok(text.includes("(Invoice 12) Tj"));
  assert.ok(text.includes("/Title (Invoice)"));
  assert.equal(text.match(/\/Type \/Page\n/g).length, 2);
  assert.match(pdf.output("datauristring"), /^data:application\/pdf;filename=generated\.pdf;base64,JVBERi/);
});

export const get_compression_and_images = check(() => {
  const pdf = new jsPDF({ compress: true });
  pdf.text("squeezed", 10, 10);
  pdf.addImage(`data:image/png;base64,${PNG}`, "PNG", 10, 20, 5, 5);
  const bytes = Buffer.from(pdf.output("arraybuffer"));
  const start = bytes.indexOf("stream\n") + 7;
  const content = inflateSync(bytes.subarray(start, bytes.indexOf("\nendstream", start))).toString("latin1");
  assert.ok(content.includes("(squeezed) Tj"));
  assert.match(content, /\/I0 Do/);
  assert.ok(bytes.includes("/Subtype /Image"));
});
