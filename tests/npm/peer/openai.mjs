/** As much of OpenAI's API as the checks call. */

const ID = { "x-request-id": "req_1" };
const completion = (content) => ({
  id: "c1",
  object: "chat.completion",
  created: 1,
  model: "m1",
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
});
const part = (delta, finish = null) =>
  `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", created: 1, model: "m1", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

/** How often each model that fails at first was asked. */
const asked = new Map();

async function complete({ json, body, headers, response, peer }) {
  const { model, messages, stream } = JSON.parse(body);
  if (model === "limited") {
    return json({ error: { message: "slow down", type: "requests", code: "rate_limit_exceeded" } }, { status: 429, headers: ID });
  }
  if (model === "second-time") {
    const times = (asked.get(peer) ?? 0) + 1;
    asked.set(peer, times);
    if (times % 2 === 1) return json({ error: { message: "not now" } }, { status: 500, headers: { "retry-after-ms": "1" } });
    return json(completion("at the second time"));
  }
  if (!stream) return json(completion(`${headers.authorization} asked ${model}: ${messages[0].content}`), { headers: ID });
  response.writeHead(200, { "content-type": "text/event-stream" });
  if (model === "endless") {
    const timer = setInterval(() => response.write(part({ content: "more" })), 5);
    response.on("close", () => clearInterval(timer));
    return;
  }
  const deltas = ["Grüß", " ", "dich", " 👋"].map((content) => part({ content }));
  const bytes = Buffer.from(`${part({ role: "assistant" })}${deltas.join("")}${part({}, "stop")}data: [DONE]\n\n`);
  // Cut where characters and lines are not done.
  for (let at = 0; at < bytes.length; at += 37) {
    response.write(bytes.subarray(at, at + 37));
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}

function files({ json, body, headers }) {
  const boundary = /boundary=(.*)$/.exec(headers["content-type"])[1].replaceAll('"', "");
  const fields = {};
  for (const field of body.split(`--${boundary}`).slice(1, -1)) {
    const [head, ...rest] = field.split("\r\n\r\n");
    const content = rest.join("\r\n\r\n").slice(0, -2);
    const name = / name="([^"]*)"/.exec(head)[1];
    fields[name] = { content, filename: / filename="([^"]*)"/.exec(head)?.[1] };
  }
  json({
    id: "f1",
    object: "file",
    filename: fields.file.filename,
    bytes: Buffer.byteLength(fields.file.content),
    purpose: fields.purpose.content,
  });
}

export const routes = {
  "/openai/v1/chat/completions": complete,
  "/openai/v1/files": files,
};
