/** What any HTTP client can be tried with. */

import { gzipSync } from "node:zlib";

export const routes = {
  "/echo": ({ json, method, url, headers, body }) => json({ method, url, headers, body }),
  "/status": ({ json, path }) => {
    const status = Number(path.split("/")[2]);
    json({ status }, { status });
  },
  // Answers only when the client has gone, or nobody waits any more.
  "/slow": ({ response }) => {
    const timer = setTimeout(() => response.end(), 5000);
    response.on("close", () => clearTimeout(timer));
  },
  "/bytes": ({ response }) => {
    response.writeHead(200, { "content-type": "application/octet-stream" });
    response.write(Buffer.from([0, 1, 2]));
    response.end(Buffer.from([253, 254, 255]));
  },
  "/redirect": ({ response }) => response.writeHead(302, { location: "/echo/redirected" }).end(),
  "/gzip": ({ response }) =>
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(gzipSync('{"zipped":true}')),
  // ISO 8859-1, as its meta element says.
  "/page": ({ response }) =>
    response.writeHead(200, { "content-type": "text/html" }).end(Buffer.from('<meta charset="iso-8859-1"><title>Seite ä</title>', "latin1")),
};
