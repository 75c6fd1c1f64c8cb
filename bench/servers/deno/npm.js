// Packages from npm, in Deno's idiom.
import { createRequire } from 'node:module';
import { report } from '../shared/report.js';

const modules = Deno.env.get('BENCH_MODULES');
const { jwtVerify } = await import(`file://${modules}/jose/dist/webapi/index.js`);
const _ = createRequire(import.meta.url)(`${modules}/lodash/lodash.js`);
const KEY = new TextEncoder().encode('bench-secret-of-at-least-32-bytes');

async function jwt(request) {
    const token = request.headers.get('authorization').slice('Bearer '.length);
    const { payload } = await jwtVerify(token, KEY, { issuer: 'bench', audience: 'orders' });
    return Response.json({ subject: payload.sub });
}

async function handle(request) {
    switch (new URL(request.url).pathname) {
        case '/_functions/hello':
            return new Response('Hello, world!');
        case '/_functions/jwt':
            return jwt(request);
        case '/_functions/report':
            return Response.json(report(_, await request.json()));
        default:
            return new Response('not found', { status: 404 });
    }
}

Deno.serve({ hostname: '127.0.0.1', port: Number(Deno.env.get('PORT')), onListen() {} }, handle);
