/** As much of Twilio's and SendGrid's APIs, and of the AT protocol, as the checks call. */

const DID = "did:plc:abcdefghijklmnopqrstuvwx";

function messages({ json, method, body, headers, path, query }) {
  const account = path.split("/")[4];
  const expected = `Basic ${Buffer.from(`${account}:token`).toString("base64")}`;
  if (headers.authorization !== expected) return json({ code: 20003, message: "Authenticate" }, { status: 401 });
  const message = (sid, more) => ({ sid, account_sid: account, date_created: "Tue, 02 Jan 2024 03:04:05 +0000", ...more });
  if (method === "POST") {
    const form = new URLSearchParams(body);
    if (form.get("To") === "wrong") {
      return json({ code: 21211, message: "Invalid 'To' Phone Number", status: 400, more_info: "" }, { status: 400 });
    }
    return json(message("SM1", { to: form.get("To"), from: form.get("From"), body: form.get("Body") }), { status: 201 });
  }
  if (query.get("Page") === "1") return json({ messages: [message("SM3")], next_page_uri: null, page: 1 });
  return json({ messages: [message("SM1"), message("SM2")], page: 0, next_page_uri: `${path.slice("/twilio".length)}?PageSize=2&Page=1` });
}

function send({ json, body, headers, response }) {
  const letter = JSON.parse(body);
  if (letter.personalizations[0].to[0].email === "wrong@example.com") {
    return json({ errors: [{ message: "wrong recipient" }] }, { status: 400 });
  }
  response.writeHead(202, { "content-type": "application/json", "x-message-id": "m1", "x-authorization": headers.authorization });
  response.end(body);
}

const session = ({ json, body }) => {
  const { identifier, password } = JSON.parse(body);
  if (password !== "secret") return json({ error: "AuthenticationRequired", message: "Invalid identifier or password" }, { status: 401 });
  json({ did: DID, handle: identifier, accessJwt: "access", refreshJwt: "refresh", active: true });
};

const record = ({ json, body, headers }) => {
  const { repo, collection, record: value } = JSON.parse(body);
  const valid = headers.authorization === "Bearer access" && repo === DID && value.$type === collection && value.text === "Hällo";
  if (!valid) return json({ error: "InvalidRequest", message: body }, { status: 400 });
  json({ uri: `at://${DID}/${collection}/1`, cid: "bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a" });
};

const profile = ({ json, query }) => {
  if (query.get("actor") !== "ada.test") return json({ error: "InvalidRequest", message: "Profile not found" }, { status: 400 });
  json({ did: DID, handle: "ada.test", displayName: "Ada" });
};

export const routes = {
  "/twilio/2010-04-01/Accounts": messages,
  "/sendgrid/v3/mail/send": send,
  "/xrpc/com.atproto.server.createSession": session,
  "/xrpc/com.atproto.repo.createRecord": record,
  "/xrpc/app.bsky.actor.getProfile": profile,
};
