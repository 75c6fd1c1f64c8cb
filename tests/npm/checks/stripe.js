import assert from "node:assert/strict";
import Stripe from "stripe";
import { PEER, check } from "./check.js";

const { hostname, port } = new URL(PEER);
const stripe = new Stripe("sk_test_123", { host: hostname, port, protocol: "http", maxNetworkRetries: 0 });

export const get_webhook_signatures = check(async () => {
  const payload = JSON.stringify({ id: "evt_1", object: "event", type: "checkout.session.completed", data: { object: { amount: 5 } } });
  const secret = "whsec_test";
  const header = stripe.webhooks.generateTestHeaderString({ payload, secret });
  const event = stripe.webhooks.constructEvent(payload, header, secret);
  assert.equal(event.type, "checkout.session.completed");
  assert.equal((await stripe.webhooks.constructEventAsync(Buffer.from(payload), header, secret)).id, "evt_1");
  assert.throws(() => stripe.webhooks.constructEvent(`${payload} `, header, secret), { type: "StripeSignatureVerificationError" });
  const old = stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: 1_000_000 });
  assert.throws(() => stripe.webhooks.constructEvent(payload, old, secret), /Timestamp outside the tolerance zone/);
  // Computed with openssl.
  const fixed = stripe.webhooks.generateTestHeaderString({ payload: "{}", secret: "s", timestamp: 1 });
  assert.equal(fixed, "t=1,v1=b253639bcd705ed1cda3073f66104f16988bd40272584dea7d0d345ae93e61cc");
});

export const get_api_calls = check(async () => {
  const customer = await stripe.customers.create({ email: "ada@example.com", metadata: { plan: "premium" }, address: { city: "Köln" } }, { idempotencyKey: "k1" });
  assert.equal(customer.id, "cus_1");
  // What the server received.
  assert.equal(customer.metadata.received, "email=ada@example.com&metadata[plan]=premium&address[city]=Köln");
  assert.equal(customer.metadata.authorization, "Bearer sk_test_123");
  assert.equal(customer.metadata.idempotency_key, "k1");
  assert.equal(customer.lastResponse.requestId, "req_1");
});

export const get_lists = check(async () => {
  const first = await stripe.customers.list({ limit: 2 });
  assert.deepEqual(first.data.map((it) => it.id), ["cus_1", "cus_2"]);
  const ids = [];
  for await (const customer of stripe.customers.list({ limit: 2 })) ids.push(customer.id);
  assert.deepEqual(ids, ["cus_1", "cus_2", "cus_3"]);
});

export const get_errors = check(async () => {
  await assert.rejects(stripe.charges.create({ amount: 1, currency: "eur" }), (error) => {
    assert.ok(error instanceof Stripe.errors.StripeCardError);
    assert.equal(error.code, "card_declined");
    assert.equal(error.statusCode, 402);
    assert.equal(error.message, "Your card was declined.");
    return true;
  });
  const nowhere = new Stripe("sk_test_123", { host: "127.0.0.1", port: 1, protocol: "http", maxNetworkRetries: 0 });
  await assert.rejects(nowhere.customers.retrieve("cus_1"), { type: "StripeConnectionError" });
});
