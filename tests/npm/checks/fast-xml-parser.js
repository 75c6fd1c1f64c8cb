import assert from "node:assert/strict";
import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";
import { check } from "./check.js";

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<order id="7"><line sku="A1"><count>2</count><name>Äpfel &amp; Birnen</name></line><line sku="B2"><count>1</count><name><![CDATA[<b>]]></name></line><paid/></order>`;

export const get_parsed = check(() => {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "@", isArray: (name) => name === "line" });
  assert.deepEqual(parser.parse(xml), {
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    order: {
      "@id": "7",
      line: [
        { "@sku": "A1", count: 2, name: "Äpfel & Birnen" },
        { "@sku": "B2", count: 1, name: "<b>" },
      ],
      paid: "",
    },
  });
  assert.deepEqual(new XMLParser({ parseTagValue: false }).parse("<a>01</a>"), { a: "01" });
  assert.deepEqual(new XMLParser({ preserveOrder: true }).parse("<a>x<b/>y</a>"), [{ a: [{ "#text": "x" }, { b: [] }, { "#text": "y" }] }]);
});

export const get_checked = check(() => {
  assert.equal(XMLValidator.validate(xml), true);
  const { err } = XMLValidator.validate("<a>\n<b></a>");
  assert.deepEqual([err.code, err.line], ["InvalidTag", 2]);
});

export const get_built = check(() => {
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@", format: false, suppressEmptyNode: true });
  const made = builder.build({ feed: { "@lang": "de", item: [{ title: "a < b" }, { title: "" }] } });
  assert.equal(made, '<feed lang="de"><item><title>a &lt; b</title></item><item><title/></item></feed>');
});
