// Packages from npm, in Bun's idiom.
import { report } from '../shared/report.js';

const { jwtVerify } = await import(`${process.env.BENCH_MODULES}/jose/dist/webapi/index.js`);
const { default: _ } = await import(`${process.env.BENCH_MODULES}/lodash/lodash.js`);
const KEY = new TextEncoder().encode('bench-secret-of-at-least-32-bytes');

async function jwt(request) {
    const token = request.headers.get('authorization').slice('Bearer '.length);
    const { payload } = await jwtVerify(token, KEY, { issuer: 'bench', audience: 'orders' });
    return Response.json({ subject: payload.sub });
}

Bun.serve({
    hostname: '127.0.0.1',
    port: Number(process.env.PORT),
    routes: {
        '/_functions/hello': () => new Response('Hello, world!'),
        '/_functions/jwt': jwt,
        '/_functions/report': { POST: async (request) => Response.json(report(_, await request.json())) },
    },
    fetch: () => new Response('not found', { status: 404 }),
});
