import assert from "node:assert/strict";
import OpenAI, { toFile } from "openai";
import { PEER, check } from "./check.js";

const openai = new OpenAI({ apiKey: "sk-test", baseURL: `${PEER}/openai/v1`, maxRetries: 0 });
const messages = [{ role: "user", content: "Grüß mich" }];

export const get_completion = check(async () => {
  const { data, response } = await openai.chat.completions.create({ model: "m1", messages }).withResponse();
  assert.equal(response.headers.get("x-request-id"), "req_1");
  assert.equal(data._request_id, "req_1");
  assert.equal(data.choices[0].message.content, "Bearer sk-test asked m1: Grüß mich");
});

export const get_streaming = check(async () => {
  const stream = await openai.chat.completions.create({ model: "m1", messages, stream: true });
  const pieces = [];
  for await (const part of stream) pieces.push(part.choices[0]?.delta?.content ?? "");
  assert.deepEqual(pieces.filter(Boolean), ["Grüß", " ", "dich", " 👋"]);
  const helper = openai.chat.completions.stream({ model: "m1", messages });
  const seen = [];
  helper.on("content", (delta) => seen.push(delta));
  assert.equal(await helper.finalContent(), "Grüß dich 👋");
  assert.deepEqual(seen, ["Grüß", " ", "dich", " 👋"]);
});

export const get_a_stream_given_up = check(async () => {
  const stream = await openai.chat.completions.create({ model: "endless", messages, stream: true });
  let count = 0;
  for await (const part of stream) {
    assert.equal(part.choices[0].delta.content, "more");
    if ((count += 1) === 3) break;
  }
  assert.equal(count, 3);
  assert.equal(stream.controller.signal.aborted, true);
});

export const get_files = check(async () => {
  const file = await openai.files.create({ file: await toFile(Buffer.from("line ä\n"), "data.jsonl"), purpose: "fine-tune" });
  assert.deepEqual([file.filename, file.bytes, file.purpose], ["data.jsonl", 8, "fine-tune"]);
});

export const get_errors_and_retries = check(async () => {
  await assert.rejects(openai.chat.completions.create({ model: "limited", messages }), (error) => {
    assert.ok(error instanceof OpenAI.RateLimitError);
    assert.deepEqual([error.status, error.code, error.requestID], [429, "rate_limit_exceeded", "req_1"]);
    return true;
  });
  const patient = new OpenAI({ apiKey: "sk-test", baseURL: `${PEER}/openai/v1`, maxRetries: 2 });
  const answer = await patient.chat.completions.create({ model: "second-time", messages });
  assert.equal(answer.choices[0].message.content, "at the second time");
  const nowhere = new OpenAI({ apiKey: "sk-test", baseURL: "http://127.0.0.1:1/v1", maxRetries: 0 });
  await assert.rejects(nowhere.models.list(), OpenAI.APIConnectionError);
});
