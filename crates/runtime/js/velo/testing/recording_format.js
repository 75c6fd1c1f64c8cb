/**
 * The file of a recording: JSON that people read and compare, one object for each call. A body is kept
 * as the JSON value where that gives the same bytes again, else as text, else in base64.
 */

const VERSION = 1;
/** Characters of a body that a message shows. */
const SHOWN_MAX = 300;

/**
 * @typedef {{ json: any } | { text: string } | { base64: string }} KeptBody
 * @typedef {{ test: string,
 *   request: { method: string, url: string, body?: KeptBody },
 *   response: { status: number, statusText?: string, url?: string, headers: Record<string, string | string[]>, body: KeptBody } }} Recorded
 */

/**
 * @param {string} text of a file @param {string} file its name, for messages
 * @returns {Recorded[]}
 */
exports.readRecording = function readRecording(text, file) {
  const wrong = (why) => new Error(`the recording ${file} cannot be read: ${why}; \`velodrome test --record all\` makes it anew`);
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(error.message);
  }
  if (value?.version !== VERSION) throw wrong(`its version is ${JSON.stringify(value?.version)}, not ${VERSION}`);
  if (!Array.isArray(value.calls)) throw wrong("it has no list of calls");
  value.calls.forEach((call, index) => {
    const { request, response, test } = call ?? {};
    const isWhole =
      typeof test === "string" &&
      typeof request?.method === "string" &&
      typeof request.url === "string" &&
      typeof response?.status === "number" &&
      response.headers !== null &&
      typeof response.headers === "object" &&
      isBody(response.body) &&
      (request.body === undefined || isBody(request.body));
    if (!isWhole) throw wrong(`calls[${index}] has not all that a call has`);
  });
  return value.calls;
};

const isBody = (body) => body !== null && typeof body === "object" && ("json" in body || typeof body.text === "string" || typeof body.base64 === "string");

/** @param {Recorded[]} calls */
exports.writeRecording = function writeRecording(calls) {
  const whole = calls.filter((call) => call.response !== undefined);
  return `${JSON.stringify({ version: VERSION, calls: whole }, null, 2)}\n`;
};

/**
 * @param {Uint8Array} bytes @param {string | null} type of the body
 * @param {(text: string) => string} conceal what no file may hold
 * @returns {KeptBody}
 */
exports.toBody = function toBody(bytes, type, conceal) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { base64: Buffer.from(bytes).toString("base64") };
  }
  text = conceal(text);
  if (/^[^;]*json/i.test(type ?? "")) {
    try {
      const json = JSON.parse(text);
      if (JSON.stringify(json) === text) return { json };
    } catch {
      // No JSON, whatever its type says.
    }
  }
  return { text };
};

/**
 * @param {KeptBody} body @param {(text: string) => string} reveal what the file does not hold
 * @returns {Buffer}
 */
exports.toBytes = function toBytes(body, reveal) {
  if ("base64" in body) return Buffer.from(body.base64, "base64");
  return Buffer.from(reveal("json" in body ? JSON.stringify(body.json) : body.text));
};

/** @param {KeptBody} body @returns {string} for a message */
exports.show = function show(body) {
  const text = "json" in body ? JSON.stringify(body.json) : "text" in body ? JSON.stringify(body.text) : `${body.base64} (base64)`;
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}..` : text;
};

/**
 * The body of a call, read. Forms are sent with a boundary that is another one each time; `comparable`
 * has always the same.
 * @returns {Promise<{ bytes: Buffer | null, comparable: Buffer, type: string | null }>}
 */
exports.bodyOf = async function bodyOf(input, init) {
  const none = { bytes: null, comparable: Buffer.alloc(0), type: null };
  const isRequest = input instanceof Request;
  const given = init?.body ?? null;
  if (given === null && !(isRequest && input.body !== null)) return none;
  const holder = given === null ? input.clone() : new Response(given);
  const type = holder.headers.get("content-type");
  const bytes = Buffer.from(await holder.arrayBuffer());
  const boundary = /^multipart\/[^;]+;.*boundary="?([^";]+)/i.exec(type ?? "")?.[1];
  const comparable = boundary === undefined ? bytes : Buffer.from(bytes.toString("latin1").replaceAll(boundary, "boundary"), "latin1");
  return { bytes, comparable, type };
};
