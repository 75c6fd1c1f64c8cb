const http = vd.module("http");
const https = vd.module("node:https");
const { fetch: given } = globalThis;

/** Answers in place of the server; what was asked is kept. */
function answer(status, headers, parts) {
  const asked = {};
  globalThis.fetch = async (url, init) => {
    Object.assign(asked, { url, init });
    const left = parts.map((part) => new TextEncoder().encode(part));
    const reader = { read: async () => (left.length > 0 ? { value: left.shift(), done: false } : { value: undefined, done: true }), cancel: async () => {} };
    return { status, statusText: "", headers: new Map(headers), body: { getReader: () => reader } };
  };
  return asked;
}

const bodyOf = async (message) => vd.module("stream/consumers").text(message);

test("a request is sent as a whole when it ends; the answer is read as it comes", async () => {
  const asked = answer(201, [["content-type", "text/plain"]], ["a", "b"]);
  const events = [];
  const message = await new Promise((resolve) => {
    const request = http.request("http://a.example:81/x?y=1", { method: "post", headers: { "X-A": "1", "Content-Length": 3 } }, resolve);
    for (const name of ["socket", "finish", "close"]) request.on(name, () => events.push(name));
    request.write("ab");
    request.end("c");
  });
  equal([message.statusCode, message.statusMessage, message.headers["content-type"]], [201, "Created", "text/plain"]);
  equal(await bodyOf(message), "ab");
  await new Promise((resolve) => setTimeout(resolve, 1));
  equal(events, ["socket", "finish", "close"]);
  equal([asked.url, asked.init.method, asked.init.redirect, `${asked.init.body}`], ["http://a.example:81/x?y=1", "POST", "manual", "abc"]);
  equal(asked.init.headers, [["X-A", "1"]]);
});

test("options, credentials, and fields that come more than once", async () => {
  const asked = answer(200, [["set-cookie", "a=1"], ["content-encoding", "gzip"], ["content-length", "9"]], []);
  const message = await new Promise((resolve) => https.get({ hostname: "b.example", path: "/p", auth: "u:p", headers: { Accept: ["x", "y"] } }, resolve));
  equal(asked.url, "https://b.example/p");
  equal(asked.init.headers, [["Accept", "x"], ["Accept", "y"], ["Authorization", "Basic dTpw"]]);
  // fetch has unpacked the body already.
  equal(message.headers, { "set-cookie": ["a=1"] });
  equal(await bodyOf(message), "");
});

test("what fetch calls a failure has Node's code here", async () => {
  const failedWith = (code) => {
    globalThis.fetch = async () => {
      throw new TypeError("failed", { cause: Object.assign(new Error("why"), { code }) });
    };
    return new Promise((resolve) => http.get("http://a.example:81/x").on("error", resolve));
  };
  const refused = await failedWith("CONNECT_FAILED");
  equal([refused.code, refused.errno, refused.syscall, refused.address, refused.port, refused.message], ["ECONNREFUSED", -111, "connect", "a.example", 81, "why"]);
  equal(refused.cause.code, "CONNECT_FAILED");
  const unknown = await failedWith("DNS_FAILED");
  equal([unknown.code, unknown.errno, unknown.syscall, unknown.hostname], ["ENOTFOUND", -3008, "getaddrinfo", "a.example"]);
  const late = await failedWith("TIMED_OUT");
  equal([late.code, late.errno], ["ETIMEDOUT", -110]);
  equal((await failedWith("CONNECTION_LOST")).code, "ECONNRESET");
  equal((await failedWith("PROTOCOL_ERROR")).code, "HPE_INVALID_CONSTANT");
  // No other server has this one: it keeps its name.
  equal((await failedWith("ADDRESS_FORBIDDEN")).code, "ADDRESS_FORBIDDEN");
  equal((await failedWith(undefined)).code, "ECONNRESET");
  globalThis.fetch = given;
});

test("failures have the codes that packages look at", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) });
  };
  const refused = await new Promise((resolve) => http.get("http://a.example").on("error", resolve));
  equal(refused.code, "ECONNREFUSED");
  globalThis.fetch = (_, { signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const request = http.get({ host: "a.example", timeout: 1 });
  request.on("timeout", () => request.destroy());
  const ended = await new Promise((resolve) => request.on("error", resolve));
  equal(ended.code, "ECONNRESET");
  throws(() => http.createServer(), { code: "ERR_NOT_AVAILABLE" });
  throws(() => http.request("https://a.example"), { code: "ERR_INVALID_PROTOCOL" });
  throws(() => http.request({ headers: { "a b": "1" } }), { code: "ERR_INVALID_HTTP_TOKEN" });
  globalThis.fetch = given;
});
