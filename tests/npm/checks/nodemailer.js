import assert from "node:assert/strict";
import nodemailer from "nodemailer";
import { IN_VELODROME, check } from "./check.js";

const letter = {
  from: '"Bäcker" <baker@example.com>',
  to: ["ada@example.com", "bob@example.com"],
  subject: "Ihre Bestellung – 12 €",
  text: "Plain",
  html: "<p>Grüße</p>",
  attachments: [{ filename: "a.txt", content: "attached" }],
};

export const get_messages = check(async () => {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const info = await transport.sendMail(letter);
  assert.deepEqual(info.envelope, { from: "baker@example.com", to: ["ada@example.com", "bob@example.com"] });
  const message = info.message.toString();
  assert.match(message, /^From: =\?UTF-8\?[QB]\?.*\?= <baker@example\.com>\r\n/);
  assert.match(message, /\r\nSubject: =\?UTF-8\?Q\?Ihre_Bestellung_=E2=80=93_12_=E2=82=AC\?=\r\n/);
  assert.match(message, /Content-Type: multipart\/mixed;/);
  assert.ok(message.includes("<p>Gr=C3=BC=C3=9Fe</p>"));
  assert.ok(message.includes(Buffer.from("attached").toString("base64")));
  const json = await nodemailer.createTransport({ jsonTransport: true }).sendMail(letter);
  assert.equal(JSON.parse(json.message).subject, letter.subject);
});

/** What this runtime says; under Node the same port refuses. */
export const get_connecting_says_that_there_are_no_sockets = check(async () => {
  const transport = nodemailer.createTransport({ host: "127.0.0.1", port: 1, auth: { user: "u", pass: "p" }, connectionTimeout: 2000 });
  await assert.rejects(transport.sendMail(letter), (error) => {
    assert.ok(IN_VELODROME ? error.code === "ERR_NOT_AVAILABLE" || /is not available in this runtime/.test(error.message) : error.code === "ESOCKET" || error.code === "ECONNREFUSED", `${error.code} ${error.message}`);
    return true;
  });
});
