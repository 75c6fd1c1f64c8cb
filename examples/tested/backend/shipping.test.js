// The carrier's answers were recorded once, in shipping.recorded.json, and are replayed since:
// `velodrome test --record all` asks it again. The key is sent then, and kept nowhere.

import { expect, fetch, it, secrets } from "velodrome:test";
import { quote } from "backend/shipping";

secrets.set({ CARRIER_KEY: process.env.CARRIER_KEY ?? "not needed to replay" });
fetch.record("shipping.recorded.json");

it("asks the carrier for a price", async () => {
  expect(await quote("DE", 800)).toBe(4.19);
  expect(await quote("DE", 8000)).toBe(9.49);
});

it("passes on why there is none", async () => {
  await expect(quote("AQ", 800)).rejects.toThrow("the carrier says: no service to AQ");
});
