// `velodrome test` runs the files called *.test.js. Each test has its own copy of the site's data.

import { call, data, describe, expect, it } from "velodrome:test";

describe("hello", () => {
  it("greets by name", async () => {
    const answer = await call("GET", "/_functions/hello/World", { query: { greeting: "Hi" } });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ message: "Hi, World!" });
  });
});

describe("notes", () => {
  it("keeps a note", async () => {
    const answer = await call("POST", "/_functions/notes", { body: { text: "buy milk" } });
    expect(answer.status).toBe(201);
    expect(await data.items("notes")).toMatchObject([{ text: "buy milk" }]);
  });

  it("refuses what is no note", async () => {
    const answer = await call("POST", "/_functions/notes", { body: { words: 1 } });
    expect(answer.status).toBe(400);
    expect(await data.items("notes")).toEqual([]);
  });
});
