import assert from "node:assert/strict";
import client from "@sendgrid/client";
import mail from "@sendgrid/mail";
import { PEER, check } from "./check.js";

mail.setClient(client);
mail.setApiKey("SG.test");
// A key brings the address of its region with it.
client.setDefaultRequest("baseUrl", `${PEER}/sendgrid/`);

const letter = { to: "Ada <ada@example.com>", from: "baker@example.com", subject: "Grüße", text: "12 €", html: "<b>12 €</b>", attachments: [{ content: "YQ==", filename: "a.txt" }] };

export const get_sent = check(async () => {
  const [response, body] = await mail.send(letter);
  assert.equal(response.statusCode, 202);
  assert.equal(response.headers["x-message-id"], "m1");
  assert.equal(response.headers["x-authorization"], "Bearer SG.test");
  assert.deepEqual(body, {
    from: { email: "baker@example.com" },
    subject: "Grüße",
    personalizations: [{ to: [{ email: "ada@example.com", name: "Ada" }] }],
    content: [{ type: "text/plain", value: "12 €" }, { type: "text/html", value: "<b>12 €</b>" }],
    attachments: [{ content: "YQ==", filename: "a.txt" }],
  });
});

export const get_refused = check(async () => {
  await assert.rejects(mail.send({ ...letter, to: "wrong@example.com" }), (error) => {
    assert.equal(error.code, 400);
    assert.equal(error.message, "Bad Request");
    assert.deepEqual(error.response.body, { errors: [{ message: "wrong recipient" }] });
    return true;
  });
  await assert.rejects(async () => mail.send({ to: 5, from: "a@example.com", subject: "x", text: "x" }), /Expecting object or string for EmailAddress data/);
});
