// What handlers do for a living, in Bun's idiom.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { summary } from '../shared/summary.js';

const SECRET = 'bench-secret';

async function webhook(request) {
    const body = await request.text();
    const given = Buffer.from(request.headers.get('x-signature') ?? '', 'hex');
    const expected = createHmac('sha256', SECRET).update(body).digest();
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return new Response(null, { status: 403 });
    return Response.json({ received: JSON.parse(body).id });
}

async function upstream(request) {
    const port = new URL(request.url).searchParams.get('port');
    const found = await (await fetch(`http://127.0.0.1:${port}/_functions/inspect/a/b?limit=1&after=2`)).json();
    return Response.json({ path: found.path });
}

Bun.serve({
    hostname: '127.0.0.1',
    port: Number(process.env.PORT),
    routes: {
        '/_functions/hello': () => new Response('Hello, world!'),
        '/_functions/echo': { POST: async (request) => Response.json(await request.json()) },
        '/_functions/summary': { POST: async (request) => Response.json(summary(await request.json())) },
        '/_functions/webhook': { POST: webhook },
        '/_functions/fetch': upstream,
    },
    fetch: () => new Response('not found', { status: 404 }),
});
