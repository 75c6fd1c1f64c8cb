import { fn, spyOn, mock, call, fetch, secrets } from "velodrome:test";

describe("fn", () => {
  it("remembers its calls and does as told", async () => {
    const double = fn((n) => n * 2);
    expect(double(2)).toBe(4);
    double.mockReturnValueOnce(0).mockReturnValue(1);
    expect([double(1), double(2), double(3)]).toEqual([0, 1, 1]);
    expect(double).toHaveBeenCalledTimes(4);
    expect(double).toHaveBeenCalledWith(2);
    expect(double).toHaveBeenLastCalledWith(3);
    expect(double).toHaveBeenNthCalledWith(2, 1);
    expect(double).not.toHaveBeenCalledWith(9);
    expect(double).toHaveReturnedWith(4);
    expect(double.mock.lastCall).toEqual([3]);
    expect(() => expect(double).toHaveBeenCalledWith(9)).toThrow("1: [\n  2,\n]");
    const later = fn().mockResolvedValue(7).mockRejectedValueOnce(new Error("first"));
    await expect(later()).rejects.toThrow("first");
    expect(await later()).toBe(7);
    double.mockReset();
    expect(double).not.toHaveBeenCalled();
    expect(double(4)).toBeUndefined();
    expect(() => expect(1).toHaveBeenCalled()).toThrow("expect takes a function made with fn()");
  });

  it("is a constructor, too", () => {
    const Thing = fn(function (name) {
      this.name = name;
    });
    expect(new Thing("a").name).toBe("a");
    expect(Thing.mock.instances).toHaveLength(1);
  });
});

describe("spyOn", () => {
  const service = { send: (text) => `sent ${text}` };

  it("watches and replaces a method", () => {
    const send = spyOn(service, "send");
    expect(service.send("a")).toBe("sent a");
    send.mockReturnValue("nothing");
    expect(service.send("b")).toBe("nothing");
    expect(send).toHaveBeenCalledTimes(2);
  });

  it("is undone after the test", () => {
    expect(service.send("c")).toBe("sent c");
    expect(() => spyOn(service, "absent")).toThrow("is not a method");
  });
});

describe("mock", () => {
  it("stands in for a module that the site has imported by name and by default", async () => {
    mock("wix-crm-backend", { contacts: { getContact: async (id) => `contact ${id}` } });
    expect((await call("GET", "contact")).json()).toEqual(["contact 1", "contact 2"]);
  });

  it("is undone after the test", async () => {
    const answer = await call("GET", "contact");
    expect(answer.status).toBe(500);
  });

  it("leaves the site's own files alone", () => {
    expect(() => mock("backend/x", {})).toThrow("only the platform's modules");
  });
});

describe("fetch", () => {
  it("gives what was mocked", async () => {
    fetch.mock("https://rates.example.com/eur", { body: { rate: 1.1 } });
    expect((await call("GET", "rate")).json()).toBe(1.1);
    expect(fetch.calls).toMatchObject([{ url: "https://rates.example.com/eur?base=usd", method: "GET", headers: { accept: "application/json" } }]);
  });

  it("is asked for by method, pattern and function", async () => {
    fetch.mock(/\/users\/(\d+)$/, ({ url }) => ({ status: 201, body: url.slice(-1), headers: { "X-A": "b" } }));
    fetch.mockOnce("POST https://api.example.com/*", new Error("no network"));
    await expect(globalThis.fetch("https://api.example.com/users/7", { method: "post" })).rejects.toThrow("no network");
    const answer = await globalThis.fetch("https://api.example.com/users/7", { method: "post" });
    expect([answer.status, answer.ok, answer.headers.get("x-a"), await answer.text()]).toEqual([201, true, "b", "7"]);
  });

  it("is refused when it was not mocked", async () => {
    const answer = await call("GET", "network");
    expect(answer.text()).toContain("fetch of GET https://nowhere.example.com/ is refused in tests");
    expect(fetch.calls).toHaveLength(1);
  });
});

describe("each", () => {
  const met = [];
  it.each([1, 2])("one value %i", (n) => met.push(n));
  it.each([["a", { b: 1 }]])("%s and %j", (text, object) => met.push(text, object.b));
  it.each([{ name: "x", n: 3 }])("$name is $n", ({ n }) => met.push(n));
  it.each`
    a    | sum
    ${1} | ${2}
    ${3} | ${6}
  `("$a doubled is $sum", ({ a, sum }) => expect(a * 2).toBe(sum));
  it("went through all", () => expect(met).toEqual([1, 2, "a", 1, 3]));
});

it("secrets.set says what the secrets manager gives", async () => {
  secrets.set({ KEY: "value" });
  expect((await call("GET", "secret")).text()).toBe("value");
  expect(() => secrets.set({ KEY: 1 })).toThrow("must be a string");
});

it("secrets are as before in the next test", async () => {
  expect((await call("GET", "secret")).status).toBe(500);
});
