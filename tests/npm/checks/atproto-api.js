import assert from "node:assert/strict";
import { AtUri, AtpAgent, RichText } from "@atproto/api";
import { PEER, check } from "./check.js";

export const get_session_and_records = check(async () => {
  const agent = new AtpAgent({ service: PEER });
  await agent.login({ identifier: "ada.test", password: "secret" });
  assert.equal(agent.session.did, "did:plc:abcdefghijklmnopqrstuvwx");
  const made = await agent.post({ text: "Hällo", createdAt: "2024-01-02T03:04:05.000Z" });
  assert.equal(made.uri, "at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/1");
  const profile = await agent.getProfile({ actor: "ada.test" });
  assert.equal(profile.data.displayName, "Ada");
  await assert.rejects(agent.getProfile({ actor: "nobody.test" }), (error) => {
    assert.deepEqual([error.status, error.error, error.message], [400, "InvalidRequest", "Profile not found"]);
    return true;
  });
  await assert.rejects(new AtpAgent({ service: PEER }).login({ identifier: "ada.test", password: "wrong" }), { error: "AuthenticationRequired" });
});

export const get_text_and_addresses = check(async () => {
  const text = new RichText({ text: "Grüße an @ada.test https://example.com #tag 👨‍👩‍👧" });
  text.detectFacetsWithoutResolution();
  assert.deepEqual(text.facets.map(({ index, features }) => [index.byteStart, index.byteEnd, features[0].$type.split("#")[1]]), [
    [11, 20, "mention"],
    [21, 40, "link"],
    [41, 45, "tag"],
  ]);
  assert.equal(new RichText({ text: "👨‍👩‍👧é" }).graphemeLength, 2);
  const uri = new AtUri("at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/1");
  assert.deepEqual([uri.hostname, uri.collection, uri.rkey], ["did:plc:abcdefghijklmnopqrstuvwx", "app.bsky.feed.post", "1"]);
});
