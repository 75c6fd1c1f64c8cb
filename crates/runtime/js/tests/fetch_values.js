/** Headers, Blob, FormData, Request and Response: what fetch takes and gives, without a network. */

async function rejects(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("nothing was rejected");
}

test("headers compare names in lower case, combine and sort", () => {
  const headers = new Headers({ "X-B": "1", "x-a": " 2 " });
  headers.append("X-a", "3");
  headers.append("Set-Cookie", "a=1");
  headers.append("set-cookie", "b=2");
  equal([...headers], [["set-cookie", "a=1"], ["set-cookie", "b=2"], ["x-a", "2, 3"], ["x-b", "1"]]);
  equal(headers.getSetCookie(), ["a=1", "b=2"]);
  headers.set("x-A", "4");
  headers.delete("X-B");
  equal([headers.get("X-A"), headers.has("x-b"), headers.get("x-b")], ["4", false, null]);
  equal(new Headers([["a", "1"]]).get("a"), "1");
  equal(new Headers(headers).get("x-a"), "4");
  throws(() => headers.set("a b", "1"), { name: "TypeError" });
  throws(() => headers.set("a", "1\n2"), { name: "TypeError" });
  throws(() => new Headers([["a"]]), { name: "TypeError" });
  throws(() => headers.set("a", "\u20ac"), { name: "TypeError" });
});

test("blobs and files are bytes that do not change", async () => {
  const bytes = new Uint8Array([104, 105]);
  const blob = new Blob(["\u00e9", bytes, new Blob(["!"])], { type: "Text/Plain" });
  bytes[0] = 0;
  equal([blob.size, blob.type, await blob.text()], [5, "text/plain", "\u00e9hi!"]);
  const part = blob.slice(2, -1, "a/b");
  equal([await part.text(), part.type], ["hi", "a/b"]);
  equal([...(await part.bytes())], [104, 105]);
  const chunks = [];
  for await (const chunk of blob.stream()) chunks.push(...chunk);
  equal(chunks.length, 5);
  const file = new File(["x"], "a.txt", { lastModified: 5 });
  equal([file.name, file.lastModified, file.size, file instanceof Blob], ["a.txt", 5, 1, true]);
});

test("a form keeps texts and files in order", () => {
  const form = new FormData();
  form.append("a", 1);
  form.append("f", new Blob(["x"], { type: "text/css" }), "f.css");
  form.append("a", "2");
  equal([...form.keys()], ["a", "f", "a"]);
  equal(form.getAll("a"), ["1", "2"]);
  equal([form.get("f").name, form.get("f").type], ["f.css", "text/css"]);
  form.set("a", "3");
  equal([...form.entries()].map(([name]) => name), ["a", "f"]);
  throws(() => form.append("a", "x", "name"), { name: "TypeError" });
});

test("forms survive the wire", async () => {
  const form = new FormData();
  form.append('na"me\r\n', "line\nline");
  form.append("file", new File([new Uint8Array([0, 13, 10, 45, 45, 255])], 'q"uote.bin', { type: "a/b" }));
  const response = new Response(form);
  ok(response.headers.get("content-type").startsWith("multipart/form-data; boundary="));
  const back = await response.formData();
  equal(back.get('na"me\r\n'), "line\r\nline");
  const file = back.get("file");
  equal([file.name, file.type, [...(await file.bytes())]], ['q"uote.bin', "a/b", [0, 13, 10, 45, 45, 255]]);
  const encoded = new Response(new URLSearchParams({ a: "1 2", b: "\u00e9" }));
  equal([...(await encoded.formData())], [["a", "1 2"], ["b", "\u00e9"]]);
  equal((await new Response(new FormData()).formData()).get("a"), null);
  ok((await rejects(new Response("x").formData())) instanceof TypeError);
});

test("a body is read once, in any form, and a clone reads it again", async () => {
  const response = new Response('{"a":1}', { status: 201, statusText: "Made", headers: { "x-a": "1" } });
  const copy = response.clone();
  equal([response.status, response.ok, response.statusText, response.headers.get("content-type")], [201, true, "Made", "text/plain;charset=UTF-8"]);
  equal(await response.json(), { a: 1 });
  equal(response.bodyUsed, true);
  ok((await rejects(response.text())) instanceof TypeError);
  throws(() => response.clone(), { name: "TypeError" });
  equal([copy.bodyUsed, await copy.text(), copy.headers.get("x-a")], [false, '{"a":1}', "1"]);
  equal([...(await new Response(new Uint8Array([1, 2]).subarray(1)).bytes())], [2]);
  equal(await (await new Response(new Blob(["b"], { type: "x/y" })).blob()).text(), "b");
  equal(await new Response("\ufeffx").text(), "x");
  equal((await new Response(null).arrayBuffer()).byteLength, 0);
  ok((await rejects(new Response("{").json())) instanceof SyntaxError);
});

test("a body has a stream when somebody asks, and can be made of one", async () => {
  const response = new Response("abc");
  const reader = response.body.getReader();
  equal([...(await reader.read()).value], [97, 98, 99]);
  equal([response.bodyUsed, response.body.locked], [true, true]);
  const streamed = new Response(ReadableStream.from([new Uint8Array([104]), new Uint8Array([105])]));
  const copy = streamed.clone();
  equal([await streamed.text(), await copy.text()], ["hi", "hi"]);
  ok((await rejects(new Response(ReadableStream.from(["text"])).text())) instanceof TypeError);
  equal(new Response().body, null);
});

test("statuses, redirects, errors and JSON", async () => {
  throws(() => new Response("", { status: 99 }), { name: "RangeError" });
  throws(() => new Response("x", { status: 204 }), { name: "TypeError" });
  equal([Response.error().type, Response.error().status], ["error", 0]);
  const redirect = Response.redirect("http://a/b", 301);
  equal([redirect.status, redirect.headers.get("location")], [301, "http://a/b"]);
  throws(() => redirect.headers.set("a", "b"), { name: "TypeError" });
  const json = Response.json({ a: [1] }, { status: 202 });
  equal([json.status, json.headers.get("content-type"), await json.json()], [202, "application/json", { a: [1] }]);
});

test("requests", async () => {
  const request = new Request("http://a.test/x?y#z", { method: "post", body: "b", headers: { A: "1" }, cache: "no-store", keepalive: true });
  equal([request.method, request.url, request.cache, request.keepalive, request.redirect], ["POST", "http://a.test/x?y#z", "no-store", true, "follow"]);
  const next = new Request(request, { headers: { b: "2" } });
  equal([request.bodyUsed, next.headers.has("a"), next.headers.get("b"), await next.text()], [true, false, "2", "b"]);
  for (const [input, init] of [["/x"], ["http://u:p@a/"], ["http://a/", { method: "TRACE" }], ["http://a/", { body: "x" }], ["http://a/", { cache: "x" }]]) {
    throws(() => new Request(input, init), { name: "TypeError" });
  }
  const controller = new AbortController();
  const watched = new Request("http://a/", { signal: controller.signal });
  const heard = [];
  watched.signal.onabort = () => heard.push(watched.signal.reason);
  controller.abort("why");
  equal(heard, ["why"]);
});

test("data: and blob: URLs need no network", async () => {
  const text = await fetch("data:text/css;charset=utf-8,a%20b");
  equal([await text.text(), text.headers.get("content-type"), text.status], ["a b", "text/css;charset=utf-8", 200]);
  equal(await (await fetch("data:application/json;base64,eyJhIjoxfQ==")).json(), { a: 1 });
  const url = URL.createObjectURL(new Blob(["from a blob"], { type: "x/y" }));
  const blob = await fetch(url);
  equal([await blob.text(), blob.headers.get("content-type")], ["from a blob", "x/y"]);
  URL.revokeObjectURL(url);
  for (const wrong of [url, "data:nothing", "ftp://a/b"]) {
    const error = await rejects(fetch(wrong));
    equal([error.name, error.cause.code], ["TypeError", "INVALID_REQUEST"], wrong);
  }
});

test("a signal that is aborted ends a call before it begins", async () => {
  equal(await rejects(fetch("http://a.test/", { signal: AbortSignal.abort("no") })), "no");
});
