// What handlers do for a living, in Deno's idiom.
import { Buffer } from 'node:buffer';
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

async function upstream(port) {
    const found = await (await fetch(`http://127.0.0.1:${port}/_functions/inspect/a/b?limit=1&after=2`)).json();
    return Response.json({ path: found.path });
}

async function handle(request) {
    const url = new URL(request.url);
    switch (url.pathname) {
        case '/_functions/hello':
            return new Response('Hello, world!');
        case '/_functions/echo':
            return Response.json(await request.json());
        case '/_functions/summary':
            return Response.json(summary(await request.json()));
        case '/_functions/webhook':
            return webhook(request);
        case '/_functions/fetch':
            return upstream(url.searchParams.get('port'));
        default:
            return new Response('not found', { status: 404 });
    }
}

Deno.serve({ hostname: '127.0.0.1', port: Number(Deno.env.get('PORT')), onListen() {} }, handle);
