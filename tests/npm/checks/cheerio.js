import assert from "node:assert/strict";
import * as cheerio from "cheerio";
import { PEER, check } from "./check.js";

const html = `<!doctype html><html><body><ul id="fruits"><li class="apple">Äpfel</li><li class="pear" data-price="2">Birnen</li></ul><p>x</body></html>`;

export const get_queries = check(() => {
  const $ = cheerio.load(html);
  assert.equal($("#fruits > li").length, 2);
  assert.equal($(".apple").text(), "Äpfel");
  assert.equal($("li:nth-child(2)").data("price"), 2);
  assert.deepEqual($("li").map((_, it) => $(it).attr("class")).get(), ["apple", "pear"]);
  assert.equal($("li:contains('Birnen')").prev().text(), "Äpfel");
  assert.deepEqual($.extract({ names: ["li"], price: { selector: ".pear", value: "data-price" } }), { names: ["Äpfel", "Birnen"], price: "2" });
});

export const get_changes = check(() => {
  const $ = cheerio.load(html, null, false);
  $("ul").append("<li>Plum</li>").find(".pear").addClass("ripe").removeAttr("data-price").text("<b>");
  assert.equal($.html("ul"), '<ul id="fruits"><li class="apple">Äpfel</li><li class="pear ripe">&lt;b&gt;</li><li>Plum</li></ul>');
  const xml = cheerio.load("<a><b/>x</a>", { xml: true });
  xml("b").replaceWith("<c/>");
  assert.equal(xml.xml(), "<a><c/>x</a>");
});

export const get_from_a_server = check(async () => {
  const $ = await cheerio.fromURL(`${PEER}/page`);
  assert.equal($("title").text(), "Seite ä");
});
