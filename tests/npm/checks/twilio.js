import assert from "node:assert/strict";
import jwt from "jsonwebtoken";
import twilio from "twilio";
import { PEER, check } from "./check.js";

/** Sends what is meant for the API's host to the runner's server. */
class LocalClient extends twilio.RequestClient {
  request(options) {
    return super.request({ ...options, uri: options.uri.replace("https://api.twilio.com", `${PEER}/twilio`) });
  }
}

const account = `AC${"0".repeat(32)}`;
const client = twilio(account, "token", { httpClient: new LocalClient() });

export const get_api_calls = check(async () => {
  const message = await client.messages.create({ to: "+15550001", from: "+15550002", body: "Grüße & more" });
  assert.equal(message.sid, "SM1");
  assert.equal(message.body, "Grüße & more");
  assert.equal(message.to, "+15550001");
  assert.ok(message.dateCreated instanceof Date && message.dateCreated.getTime() === Date.UTC(2024, 0, 2, 3, 4, 5));
  const list = await client.messages.list({ limit: 3, pageSize: 2 });
  assert.deepEqual(list.map((it) => it.sid), ["SM1", "SM2", "SM3"]);
  await assert.rejects(client.messages.create({ to: "wrong", from: "+15550002", body: "x" }), (error) => {
    assert.deepEqual([error.status, error.code, error.message], [400, 21211, "Invalid 'To' Phone Number"]);
    return true;
  });
});

export const get_webhook_signatures = check(() => {
  // The example of the API's documentation.
  const parameters = { CallSid: "CA1234567890ABCDE", Caller: "+14158675310", Digits: "1234", From: "+14158675310", To: "+18005551212" };
  const url = "https://example.com/myapp.php?foo=1&bar=2";
  assert.equal(twilio.validateRequest("12345", "L/OH5YylLD5NRKLltdqwSvS0BnU=", url, parameters), true);
  assert.equal(twilio.validateRequest("12345", "L/OH5YylLD5NRKLltdqwSvS0BnU=", url, { ...parameters, Digits: "1" }), false);
});

export const get_voice_and_tokens = check(() => {
  const response = new twilio.twiml.VoiceResponse();
  response.say({ voice: "alice" }, "Hällo & goodbye");
  response.gather({ numDigits: 1 }).play("https://example.com/a.mp3");
  assert.equal(
    response.toString(),
    '<?xml version="1.0" encoding="UTF-8"?><Response><Say voice="alice">Hällo &amp; goodbye</Say><Gather numDigits="1"><Play>https://example.com/a.mp3</Play></Gather></Response>',
  );
  const token = new twilio.jwt.AccessToken(account, "SK1", "secret", { identity: "ada", ttl: 60 });
  token.addGrant(new twilio.jwt.AccessToken.VideoGrant({ room: "r" }));
  const claims = jwt.verify(token.toJwt(), "secret");
  assert.deepEqual(claims.grants, { identity: "ada", video: { room: "r" } });
});
