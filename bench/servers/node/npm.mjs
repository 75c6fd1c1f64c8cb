// Packages from npm, in Node's idiom.
import { createServer } from 'node:http';
import { readBody, send } from './http.mjs';
import { report } from '../shared/report.js';

const { jwtVerify } = await import(`${process.env.BENCH_MODULES}/jose/dist/webapi/index.js`);
const { default: _ } = await import(`${process.env.BENCH_MODULES}/lodash/lodash.js`);
const KEY = new TextEncoder().encode('bench-secret-of-at-least-32-bytes');

async function jwt(request, response) {
    const token = request.headers.authorization.slice('Bearer '.length);
    const { payload } = await jwtVerify(token, KEY, { issuer: 'bench', audience: 'orders' });
    send(response, { subject: payload.sub });
}

createServer((request, response) => {
    switch (request.url) {
        case '/_functions/hello':
            return response.end('Hello, world!');
        case '/_functions/jwt':
            return jwt(request, response);
        case '/_functions/report':
            return readBody(request, (body) => send(response, report(_, JSON.parse(body))));
        default:
            response.writeHead(404).end();
    }
}).listen(Number(process.env.PORT), '127.0.0.1');
