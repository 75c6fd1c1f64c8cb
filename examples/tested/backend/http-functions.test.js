// The documents in http-functions.data.json are there in each test; what a test writes is gone in the next.

import { beforeEach, call, data, describe, expect, fn, it, mock } from "velodrome:test";

const appendOrCreateContact = fn();
mock("wix-crm-backend", { contacts: { appendOrCreateContact } });

beforeEach(() => {
  appendOrCreateContact.mockReset().mockResolvedValue("c2");
});

describe("GET order", () => {
  it("gives an order", async () => {
    const answer = await call("GET", "/_functions/order/old");
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ _id: "old", total: 8, paid: true });
  });

  it("says when there is none", async () => {
    const answer = await call("GET", "/_functions/order/new");
    expect(answer.status).toBe(404);
    expect(answer.json().error).toMatch(/no such order/);
  });
});

describe("POST order", () => {
  const body = { email: "ann@example.com", lines: [{ item: "tea", price: 0.1, quantity: 3 }] };

  it("keeps the order with its total and its contact", async () => {
    const answer = await call("POST", "/_functions/order", { body });
    expect(answer.status).toBe(201);
    expect(answer.json()).toEqual({ id: expect.any(String), total: 0.3 });
    expect(appendOrCreateContact).toHaveBeenCalledWith({ emails: [{ email: "ann@example.com" }] });
    expect(await data.get("orders", answer.json().id)).toMatchObject({ contactId: "c2", total: 0.3, paid: false });
  });

  it("leaves nothing to the tests after it", async () => {
    expect(await data.items("orders")).toHaveLength(1);
  });

  it.each(["no JSON", "{}", '{"lines": []}'])("refuses %s", async (text) => {
    const answer = await call("POST", "/_functions/order", { body: text, headers: { "content-type": "application/json" } });
    expect(answer.status).toBe(400);
    expect(appendOrCreateContact).not.toHaveBeenCalled();
  });
});
