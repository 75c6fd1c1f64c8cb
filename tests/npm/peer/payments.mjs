/** As much of Stripe's API as the checks call. */

const customer = (id, more = {}) => ({ id, object: "customer", metadata: {}, ...more });

function customers({ json, method, headers, body, query }) {
  if (method === "GET") {
    const after = query.get("starting_after");
    const data = after === "cus_2" ? [customer("cus_3")] : [customer("cus_1"), customer("cus_2")];
    return json({ object: "list", url: "/v1/customers", has_more: !after, data });
  }
  const metadata = {
    received: decodeURIComponent(body),
    authorization: headers.authorization,
    idempotency_key: headers["idempotency-key"],
  };
  return json(customer("cus_1", { metadata }), { headers: { "request-id": "req_1" } });
}

export const routes = {
  "/v1/customers": customers,
  "/v1/charges": ({ json }) =>
    json({ error: { type: "card_error", code: "card_declined", message: "Your card was declined." } }, { status: 402 }),
};
