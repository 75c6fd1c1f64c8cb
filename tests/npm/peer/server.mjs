/**
 * The server that the packages call: one folder of it per package. It says back what it received, so
 * that the checks can compare it.
 */

import http from "node:http";
import { once } from "node:events";
import { routes as general } from "./general.mjs";
import { routes as identity } from "./identity.mjs";
import { routes as mail } from "./mail.mjs";
import { routes as openai } from "./openai.mjs";
import { routes as payments } from "./payments.mjs";

const ROUTES = { ...general, ...identity, ...mail, ...openai, ...payments };
/** What one request may send, in bytes. */
const BODY_BYTES_MAX = 1 << 20;

/** Starts on a port of the system's choice of this machine. */
export async function startPeer() {
  const server = http.createServer((request, response) => {
    answer(request, response, `http://127.0.0.1:${server.address().port}`).catch((error) => {
      console.error(`the local server failed at ${request.method} ${request.url}: ${error.stack}`);
      response.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(request, response, peer) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) return response.writeHead(413).end();
    chunks.push(chunk);
  }
  const { pathname, searchParams } = new URL(request.url, peer);
  const call = {
    method: request.method,
    url: request.url,
    path: pathname,
    query: searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString("utf8"),
    peer,
    response,
    json(value, { status = 200, headers = {} } = {}) {
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
    },
  };
  // The longest beginning that has a route.
  for (let prefix = pathname; prefix; prefix = prefix.slice(0, prefix.lastIndexOf("/"))) {
    if (Object.hasOwn(ROUTES, prefix)) return ROUTES[prefix](call);
  }
  call.json({ error: `the local server has no ${pathname}` }, { status: 404 });
}
