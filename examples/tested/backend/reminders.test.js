// The clock stands still until a test moves it, and no test reaches a network.

import { beforeEach, clock, data, expect, fetch, it } from "velodrome:test";
import { remind } from "backend/reminders";

beforeEach(async () => {
  clock.set("2026-03-01T09:00:00Z");
  await data.seed({ orders: [{ _id: "open", contactId: "c1", total: 8, paid: false }] });
});

it("reminds after three days", async () => {
  fetch.mock("POST https://mail.example.com/reminders", { status: 202 });
  await clock.advance(2 * 24 * 60 * 60 * 1000);
  expect(await remind()).toBe(0);
  await clock.advance(2 * 24 * 60 * 60 * 1000);
  expect(await remind()).toBe(1);
  expect(fetch.calls).toHaveLength(1);
  expect(JSON.parse(fetch.calls[0].body)).toEqual({ contact: "c1", total: 8 });
});

it("fails when the mail service does", async () => {
  fetch.mock("https://mail.example.com/*", { status: 503 });
  clock.set("2026-03-09T09:00:00Z");
  await expect(remind()).rejects.toThrow("status 503");
});
