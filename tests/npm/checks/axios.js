import assert from "node:assert/strict";
import axios, { AxiosError } from "axios";
import { PEER, check } from "./check.js";

const client = axios.create({ baseURL: `${PEER}/echo`, timeout: 5000, headers: { "X-Made-By": "axios" } });

export const get_requests = check(async () => {
  const got = await client.get("/a/b", { params: { q: "ä b", list: [1, 2] } });
  assert.equal(got.status, 200);
  assert.equal(got.headers["content-type"], "application/json");
  assert.equal(got.data.method, "GET");
  assert.equal(got.data.url, "/echo/a/b?q=%C3%A4+b&list%5B%5D=1&list%5B%5D=2");
  assert.equal(got.data.headers["x-made-by"], "axios");
  const posted = await client.post("/x", { price: "€ 3" });
  assert.equal(posted.data.body, '{"price":"€ 3"}');
  assert.match(posted.data.headers["content-type"], /^application\/json/);
  const form = await client.put("/x", new URLSearchParams({ a: "1", b: "ü" }));
  assert.equal(form.data.body, "a=1&b=%C3%BC");
  assert.match(form.data.headers["content-type"], /^application\/x-www-form-urlencoded/);
  const auth = await client.delete("/x", { auth: { username: "u", password: "p" } });
  assert.equal(auth.data.headers.authorization, "Basic dTpw");
});

export const get_failures = check(async () => {
  await assert.rejects(client.get(`${PEER}/status/404`), (error) => {
    assert.ok(axios.isAxiosError(error) && error instanceof AxiosError);
    assert.equal(error.code, "ERR_BAD_REQUEST");
    assert.equal(error.message, "Request failed with status code 404");
    assert.deepEqual(error.response.data, { status: 404 });
    return true;
  });
  const accepted = await client.get(`${PEER}/status/503`, { validateStatus: () => true });
  assert.equal(accepted.status, 503);
  await assert.rejects(client.get(`${PEER}/slow`, { timeout: 100 }), { code: "ECONNABORTED" });
  const controller = new AbortController();
  const pending = client.get(`${PEER}/slow`, { signal: controller.signal });
  controller.abort();
  await assert.rejects(pending, { code: "ERR_CANCELED" });
  // A port that nobody listens on.
  await assert.rejects(client.get("http://127.0.0.1:1/"), { code: "ECONNREFUSED" });
});

export const get_interceptors_and_transforms = check(async () => {
  const own = axios.create({ baseURL: `${PEER}/echo`, transformResponse: [(text) => JSON.parse(text).headers["x-token"]] });
  own.interceptors.request.use((config) => {
    config.headers.set("X-Token", "t1");
    return config;
  });
  own.interceptors.response.use((response) => response.data);
  assert.equal(await own.get("/"), "t1");
});

export const get_bytes_streams_and_redirects = check(async () => {
  const bytes = await axios.get(`${PEER}/bytes`, { responseType: "arraybuffer" });
  assert.deepEqual([...new Uint8Array(bytes.data)], [0, 1, 2, 253, 254, 255]);
  const moved = await axios.get(`${PEER}/redirect`);
  assert.equal(moved.data.url, "/echo/redirected");
  await assert.rejects(axios.get(`${PEER}/redirect`, { maxRedirects: 0 }), (error) => error.response.status === 302);
  const zipped = await axios.get(`${PEER}/gzip`);
  assert.deepEqual(zipped.data, { zipped: true });
  const stream = await axios.get(`${PEER}/bytes`, { responseType: "stream" });
  const chunks = [];
  for await (const chunk of stream.data) chunks.push(chunk);
  assert.deepEqual([...Buffer.concat(chunks)], [0, 1, 2, 253, 254, 255]);
});

export const get_forms_with_files = check(async () => {
  const form = new FormData();
  form.append("title", "ä");
  form.append("file", new Blob(["hello"], { type: "text/plain" }), "a.txt");
  const { data } = await client.post("/form", form);
  assert.match(data.headers["content-type"], /^multipart\/form-data; boundary=/);
  assert.ok(data.body.includes('name="title"\r\n\r\nä\r\n'));
  assert.ok(/name="file"; filename="a.txt"\r\nContent-Type: text\/plain\r\n\r\nhello\r\n/i.test(data.body));
});
