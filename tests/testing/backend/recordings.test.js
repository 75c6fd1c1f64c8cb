import { describe, expect, fetch, it, secrets } from "velodrome:test";

const post = (path, body) => globalThis.fetch(`https://api.example.com/${path}`, { method: "POST", body });

describe("a recording", () => {
  it("finds a form whatever its boundary, and gives bytes", async () => {
    fetch.record("../fixtures/answers.recorded.json");
    const form = new FormData();
    form.append("a", "b");
    expect([...new Uint8Array(await (await post("upload", form)).arrayBuffer())]).toEqual([0, 255, 254]);
  });

  it("leaves the body aside when told to, and knows redirects, cookies and secrets", async () => {
    fetch.record("../fixtures/answers.recorded.json", { match: "address" });
    secrets.set({ KEY: "a long value" });
    const answer = await post("time", JSON.stringify({ at: Date.now() }));
    expect([answer.status, answer.statusText, answer.redirected, answer.url]).toEqual([302, "Found", true, "https://api.example.com/there"]);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await answer.json()).toEqual({ key: "a long value" });
  });

  it("takes a Request, and answers without a body", async () => {
    fetch.record("../fixtures/answers.recorded.json");
    const answer = await globalThis.fetch(new Request("https://api.example.com/item", { method: "DELETE" }));
    expect([answer.status, await answer.text(), answer.redirected]).toEqual([204, "", false]);
  });

  it("comes after mocks, and ends with its test", async () => {
    await expect(post("time", "x")).rejects.toThrow("is refused in tests");
    fetch.record("../fixtures/answers.recorded.json");
    fetch.mock("https://api.example.com/time", { status: 418 });
    expect((await post("time", "x")).status).toBe(418);
  });

  it("is asked for properly", () => {
    expect(() => fetch.record()).toThrow("takes the name of a file");
    expect(() => fetch.record("a.json", { match: "moon" })).toThrow('"body" or "address"');
    expect(() => fetch.record("../../a.json")).toThrow("is not below the site's folder");
  });
});
