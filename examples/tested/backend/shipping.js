// What it costs to send an order: asked of the carrier, another server.

import { fetch } from "wix-fetch";
import { getSecret } from "wix-secrets-backend";

const CARRIER = "http://localhost:4010";

export async function quote(country, grams) {
  const answer = await fetch(`${CARRIER}/quotes`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await getSecret("CARRIER_KEY")}` },
    body: JSON.stringify({ country, grams }),
  });
  const { price, message } = await answer.json();
  if (!answer.ok) throw new Error(`the carrier says: ${message}`);
  return price;
}
