// Each exported function whose name begins with get_, post_, put_, delete_, options_ or use_
// answers requests at /_functions/<the rest of its name>.
//
//   velodrome dev        serves this folder; save a change and send the next request
//   velodrome check      lists the routes and says what is wrong
//   velodrome test       runs the tests in http-functions.test.js
//   velodrome publish    keeps this state as a release, which `velodrome serve` runs

import { ok, created, badRequest } from "wix-http-functions";
import wixData from "wix-data";

// curl http://127.0.0.1:8080/_functions/hello/World?greeting=Hi
export function get_hello(request) {
  const name = request.path[0] ?? "stranger";
  const greeting = request.query.greeting ?? "Hello";
  return ok({ body: { message: `${greeting}, ${name}!` } });
}

// curl http://127.0.0.1:8080/_functions/notes
export async function get_notes() {
  const { items } = await wixData.query("notes").find();
  return ok({ body: items });
}

// curl http://127.0.0.1:8080/_functions/notes -d '{"text": "buy milk"}'
export async function post_notes(request) {
  let note;
  try {
    note = await request.body.json();
  } catch {
    return badRequest({ body: { error: "The body is not JSON." } });
  }
  if (typeof note?.text !== "string") {
    return badRequest({ body: { error: "A note has a text." } });
  }
  const saved = await wixData.insert("notes", { text: note.text });
  console.log("noted:", saved._id);
  return created({ body: saved });
}
