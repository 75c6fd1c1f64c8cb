import assert from "node:assert/strict";
import * as client from "openid-client";
import { PEER, check } from "./check.js";

const discover = () =>
  client.discovery(new URL(`${PEER}/openid`), "client1", "secret", undefined, { execute: [client.allowInsecureRequests] });

export const get_code_flow = check(async () => {
  const config = await discover();
  assert.equal(config.serverMetadata().token_endpoint, `${PEER}/openid/token`);
  const verifier = client.randomPKCECodeVerifier();
  const challenge = await client.calculatePKCECodeChallenge(verifier);
  const address = client.buildAuthorizationUrl(config, { redirect_uri: "https://example.com/back", scope: "openid email", code_challenge: challenge, code_challenge_method: "S256", state: "s1" });
  assert.equal(address.searchParams.get("code_challenge"), challenge);
  assert.equal(address.searchParams.get("client_id"), "client1");
  // The peer keeps the challenge in the code and checks the verifier against it.
  const back = new URL(`https://example.com/back?code=${challenge}&state=s1&iss=${encodeURIComponent(`${PEER}/openid`)}`);
  const tokens = await client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: "s1" });
  assert.equal(tokens.access_token, "a1");
  assert.equal(tokens.claims().sub, "user1");
  assert.equal(tokens.expires_in, 3600);
  assert.ok(tokens.expiresIn() <= 3600 && tokens.expiresIn() > 3000);
  const user = await client.fetchUserInfo(config, tokens.access_token, "user1");
  assert.equal(user.email, "ada@example.com");
  await assert.rejects(client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: "another" }), { code: "OAUTH_INVALID_RESPONSE" });
});

export const get_client_credentials = check(async () => {
  const config = await discover();
  const tokens = await client.clientCredentialsGrant(config, { scope: "api" });
  assert.equal(tokens.access_token, "for client1");
  await assert.rejects(client.refreshTokenGrant(config, "wrong"), { error: "invalid_grant", status: 400 });
  assert.notEqual(client.randomState(), client.randomState());
});
