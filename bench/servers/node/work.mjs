// What handlers do for a living, in Node's idiom.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { readBody, send } from './http.mjs';
import { summary } from '../shared/summary.js';

const SECRET = 'bench-secret';

function webhook(request, response, body) {
    const given = Buffer.from(request.headers['x-signature'] ?? '', 'hex');
    const expected = createHmac('sha256', SECRET).update(body).digest();
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return response.writeHead(403).end();
    send(response, { received: JSON.parse(body).id });
}

async function upstream(port, response) {
    const found = await (await fetch(`http://127.0.0.1:${port}/_functions/inspect/a/b?limit=1&after=2`)).json();
    send(response, { path: found.path });
}

createServer((request, response) => {
    const [pathname, search = ''] = request.url.split('?', 2);
    switch (pathname) {
        case '/_functions/hello':
            return response.end('Hello, world!');
        case '/_functions/echo':
            return readBody(request, (body) => send(response, JSON.parse(body)));
        case '/_functions/summary':
            return readBody(request, (body) => send(response, summary(JSON.parse(body))));
        case '/_functions/webhook':
            return readBody(request, (body) => webhook(request, response, body));
        case '/_functions/fetch':
            return upstream(new URLSearchParams(search).get('port'), response);
        default:
            response.writeHead(404).end();
    }
}).listen(Number(process.env.PORT), '127.0.0.1');
