import { ok, serverError } from "wix-http-functions";
import wixData from "wix-data";
import wixCrm, { contacts } from "wix-crm-backend";
import { fetch, getJSON } from "wix-fetch";
import { getSecret } from "wix-secrets-backend";

export const loadedAt = Date.now();
let calls = 0;

export const get_echo = (request) => ok({ body: { query: request.query, headers: request.headers, path: request.path }, headers: { "X-Twice": "a" } });
export const post_echo = async (request) => ok({ body: await request.body.buffer(), headers: { "content-type": request.headers["content-type"] ?? "none" } });
export const get_calls = () => ok({ body: ++calls });
export const get_contact = async () => ok({ body: [await contacts.getContact("1"), await wixCrm.contacts.getContact("2")] });
export const get_rate = async () => ok({ body: (await getJSON("https://rates.example.com/eur?base=usd")).rate });
export const get_secret = async () => ok({ body: await getSecret("KEY") });
export const get_network = async () => {
  try {
    await fetch("https://nowhere.example.com/");
    return ok();
  } catch (error) {
    return serverError({ body: error.message });
  }
};
export const post_note = async (request) => ok({ body: await wixData.insert("notes", await request.body.json()) });
export const get_broken = () => {
  console.log("about to break");
  throw new Error("broken on purpose");
};
