import assert from "node:assert/strict";
import { createPublicKey, createVerify, generateKeyPairSync } from "node:crypto";
import { GoogleAuth, JWT, OAuth2Client } from "google-auth-library";
import { PEER, check } from "./check.js";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });

export const get_service_account = check(async () => {
  const client = new JWT({ email: "robot@example.com", key: pair.privateKey, scopes: ["https://www.googleapis.com/auth/spreadsheets"] });
  const sent = [];
  // The token's address is fixed in the library; the transport is not.
  const { request } = client.transporter;
  const redirect = (options) => {
    sent.push(options);
    return request.call(client.transporter, { ...options, url: `${PEER}/google/token` });
  };
  client.transporter.request = redirect;
  const { access_token } = await client.authorize();
  assert.equal(access_token, "ya29.peer");
  const assertion = new URLSearchParams(sent[0].data).get("assertion") ?? sent[0].data.assertion;
  const [header, claims, signature] = assertion.split(".");
  const text = JSON.parse(Buffer.from(claims, "base64url"));
  assert.equal(text.iss, "robot@example.com");
  assert.equal(text.scope, "https://www.googleapis.com/auth/spreadsheets");
  assert.equal(createVerify("RSA-SHA256").update(`${header}.${claims}`).verify(createPublicKey(pair.publicKey), signature, "base64url"), true);
  client.transporter.request = request;
  const answer = await client.request({ url: `${PEER}/echo/sheets`, method: "POST", data: { values: [["ä"]] } });
  assert.equal(answer.data.headers.authorization, "Bearer ya29.peer");
  assert.equal(answer.data.body, '{"values":[["ä"]]}');
});

export const get_credentials_in_code = check(async () => {
  const auth = new GoogleAuth({ credentials: { client_email: "robot@example.com", private_key: pair.privateKey }, projectId: "p1", scopes: "s" });
  const client = await auth.getClient();
  assert.ok(client instanceof JWT);
  assert.equal(await auth.getProjectId(), "p1");
  assert.equal((await auth.getCredentials()).client_email, "robot@example.com");
  const broken = new JWT({ email: "e", key: "no key", scopes: ["s"] });
  await assert.rejects(broken.authorize());
});

export const get_oauth2 = check(async () => {
  const client = new OAuth2Client({
    clientId: "id",
    clientSecret: "secret",
    redirectUri: "https://example.com/back",
    endpoints: { oauth2TokenUrl: `${PEER}/google/token`, oauth2FederatedSignonPemCertsUrl: `${PEER}/google/certs`, oauth2FederatedSignonJwkCertsUrl: `${PEER}/google/certs` },
  });
  const address = new URL(client.generateAuthUrl({ access_type: "offline", scope: ["email"], state: "s1" }));
  assert.equal(address.searchParams.get("redirect_uri"), "https://example.com/back");
  assert.equal(address.searchParams.get("state"), "s1");
  const { tokens } = await client.getToken("code1");
  assert.equal(tokens.access_token, "ya29.peer");
  assert.ok(tokens.expiry_date > Date.now());
  const { token } = await (await fetch(`${PEER}/google/id-token`)).json();
  const ticket = await client.verifyIdToken({ idToken: token, audience: "id" });
  assert.equal(ticket.getPayload().email, "ada@example.com");
  await assert.rejects(client.verifyIdToken({ idToken: token, audience: "another" }), /Wrong recipient/);
  await assert.rejects(client.getToken("wrong"), (error) => error.response.data.error === "invalid_grant");
});
