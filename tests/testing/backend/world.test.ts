import { beforeAll, afterAll, afterEach, beforeEach, call, clock, data, describe, expect, it } from "velodrome:test";
import wixData from "wix-data";
import { loadedAt } from "./http-functions";

describe("call", () => {
  it("goes the way of every request", async () => {
    const answer = await call("GET", "/_functions/echo/a%20b", { query: { x: [1, 2], y: "z" }, headers: { "X-Custom": "1" } });
    expect(answer.status).toBe(200);
    expect(answer.ok).toBe(true);
    expect(answer.headers).toMatchObject({ "content-type": "application/json", "x-twice": "a", "x-velodrome-release": expect.stringMatching(/^dev-/) });
    expect(answer.json()).toMatchObject({ query: { x: ["1", "2"], y: "z" }, path: ["a b"], headers: { "x-custom": "1" } });
    expect((await call("PATCH", "/_functions/echo")).status).toBe(405);
    expect((await call("GET", "/elsewhere")).status).toBe(404);
  });

  it.each([
    ["text", "text", "none"],
    [{ a: 1 }, '{"a":1}', "application/json"],
    [new URLSearchParams({ a: "b c" }), "a=b+c", "application/x-www-form-urlencoded"],
    [Buffer.from([0, 255]), Buffer.from([0, 255]).toString(), "none"],
  ])("sends %p", async (body: any, text: string, type: string) => {
    const answer = await call("POST", "echo", { body });
    expect([answer.text(), answer.headers["content-type"]]).toEqual([text, type]);
    expect(answer.buffer()).toBeInstanceOf(Buffer);
  });

  it("tells of an answer that is not JSON", async () => {
    const answer = await call("POST", "echo", { body: "<html>" });
    expect(() => answer.json()).toThrow("the answer (status 200) is not JSON");
  });

  it("keeps the module's variables for the file", async () => {
    expect((await call("GET", "calls")).json()).toBe(1);
  });
  it("as they were left", async () => {
    expect((await call("GET", "calls")).json()).toBe(2);
  });
});

describe("data", () => {
  beforeAll(async () => {
    await data.seed({ notes: [{ _id: "all", text: "for all" }] });
  });
  beforeEach(async () => {
    await data.seed({ notes: [{ _id: "each", text: "for each" }] });
  });

  it("is there, hooks run for functions only", async () => {
    const saved = (await call("POST", "note", { body: { text: "own" } })).json();
    expect(saved).toMatchObject({ text: "own", hooked: true });
    const notes = await data.items("notes");
    expect(notes.map((note: any) => note.text).sort()).toEqual(["beside", "for all", "for each", "own"]);
    expect(await data.get("notes", "each")).not.toHaveProperty("hooked");
  });

  it("is as it was in the next test", async () => {
    expect(await wixData.query("notes").count()).toBe(3);
    await wixData.truncate("notes", { suppressAuth: true });
  });

  it("even after a truncation", async () => {
    expect(await wixData.query("notes").count()).toBe(3);
  });

  it("comes from files", async () => {
    await data.load("../fixtures/people.json");
    expect(await data.get("people", "p1")).toMatchObject({ name: "one" });
    await expect(data.load("../../outside.json")).rejects.toThrow("is not below the site's folder");
    await expect(data.load("none.json")).rejects.toThrow("cannot be read");
  });
});

describe("data of other suites", () => {
  it("is not here", async () => {
    expect(await wixData.query("notes").count()).toBe(1 + 1);
  });
});

describe("clock", () => {
  it("stands still and moves", async () => {
    clock.set("2026-03-01T12:00:00Z");
    expect(new Date().toISOString()).toBe("2026-03-01T12:00:00.000Z");
    expect(Date.now()).toBe(Date.UTC(2026, 2, 1, 12));
    expect(new Date(5).getTime()).toBe(5);
    expect(new Date()).toBeInstanceOf(Date);
    const met: any[] = [];
    setTimeout(() => met.push(["once", Date.now()]), 1000);
    const interval = setInterval(() => met.push("again"), 400);
    const cancelled = setTimeout(() => met.push("never"), 500);
    clearTimeout(cancelled);
    setTimeout(async () => {
      await null;
      setTimeout(() => met.push("nested"), 100);
    }, 1100);
    expect(clock.pending).toBe(3);
    await clock.advance(1250);
    expect(met).toEqual(["again", "again", ["once", Date.UTC(2026, 2, 1, 12, 0, 1)], "again", "nested"]);
    clearInterval(interval);
    await clock.advance(10_000);
    expect(met).toHaveLength(5);
    const saved = await wixData.insert("timed", { a: 1 });
    expect(saved._createdDate).toEqual(new Date("2026-03-01T12:00:11.250Z"));
  });

  it("is real again in the next test", () => {
    expect(Date.now()).toBeGreaterThan(loadedAt - 1);
    expect(String(Date)).toContain("native code");
  });
});

describe("hooks", () => {
  const order: string[] = [];
  beforeAll(() => order.push("beforeAll"));
  beforeEach(() => order.push("beforeEach"));
  afterEach(() => order.push("afterEach"));
  afterAll(() => {
    order.push("afterAll");
    expect(order).toEqual(["beforeAll", "beforeEach", "a", "afterEach", "inner beforeAll", "beforeEach", "inner beforeEach", "b", "inner afterEach", "afterEach", "inner afterAll", "afterAll"]);
  });
  it("a", () => void order.push("a"));
  describe("inner", () => {
    beforeAll(() => order.push("inner beforeAll"));
    beforeEach(() => order.push("inner beforeEach"));
    afterEach(() => order.push("inner afterEach"));
    afterAll(() => order.push("inner afterAll"));
    it("b", () => void order.push("b"));
  });
});

it.todo("something to be written");
it.skip("something that is left out", () => {
  throw new Error("it ran");
});
describe.skip("a suite that is left out", () => {
  it("does not run", () => {
    throw new Error("it ran");
  });
});
