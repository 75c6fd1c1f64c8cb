/** Issuers of tokens: a set of keys for jose, Google's endpoints, an OpenID provider. */

import { createHash, createSign, generateKeyPairSync } from "node:crypto";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keys = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k1", alg: "RS256", use: "sig" }] };

/** A token signed with RS256. */
function token(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "RS256", kid: "k1" })}.${part(claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey, "base64url")}`;
}

const now = () => Math.floor(Date.now() / 1000);

const googleToken = ({ json, body, headers }) => {
  const isJson = headers["content-type"]?.includes("json");
  const fields = isJson ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
  if (fields.code === "wrong") return json({ error: "invalid_grant" }, { status: 400 });
  json({ access_token: "ya29.peer", expires_in: 3600, token_type: "Bearer" });
};

const googleIdToken = ({ json }) =>
  json({ token: token({ iss: "https://accounts.google.com", aud: "id", sub: "1", email: "ada@example.com", iat: now() - 10, exp: now() + 600 }) });

const discovery = ({ json, peer }) =>
  json({
    issuer: `${peer}/openid`,
    authorization_endpoint: `${peer}/openid/authorize`,
    token_endpoint: `${peer}/openid/token`,
    userinfo_endpoint: `${peer}/openid/user`,
    jwks_uri: `${peer}/openid/keys`,
    response_types_supported: ["code"],
    authorization_response_iss_parameter_supported: true,
  });

const openidToken = ({ json, body, headers, peer }) => {
  const form = new URLSearchParams(body);
  const client = form.get("client_id") ?? Buffer.from(headers.authorization.slice(6), "base64").toString().split(":")[0];
  switch (form.get("grant_type")) {
    case "authorization_code": {
      // The code is the challenge itself.
      const verified = createHash("sha256").update(form.get("code_verifier")).digest("base64url") === form.get("code");
      if (!verified) return json({ error: "invalid_grant" }, { status: 400 });
      const claims = { iss: `${peer}/openid`, aud: client, sub: "user1", iat: now(), exp: now() + 600 };
      return json({ access_token: "a1", token_type: "bearer", expires_in: 3600, id_token: token(claims) });
    }
    case "client_credentials":
      return json({ access_token: `for ${client}`, token_type: "bearer" });
    default:
      return json({ error: "invalid_grant" }, { status: 400 });
  }
};

const user = ({ json, headers }) =>
  headers.authorization === "Bearer a1" ? json({ sub: "user1", email: "ada@example.com" }) : json({}, { status: 401 });

export const routes = {
  "/jose/keys": ({ json }) => json(keys),
  "/jose/token": ({ json }) => json({ token: token({ sub: "from the peer" }) }),
  "/google/token": googleToken,
  "/google/certs": ({ json }) => json({ k1: publicKey.export({ type: "spki", format: "pem" }) }, { headers: { "cache-control": "max-age=60" } }),
  "/google/id-token": googleIdToken,
  "/openid/.well-known/openid-configuration": discovery,
  "/openid/token": openidToken,
  "/openid/user": user,
  "/openid/keys": ({ json }) => json(keys),
};
