// What handlers do for a living, in the idiom of a Velo site.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { getJSON } from 'wix-fetch';
import { forbidden, ok } from 'wix-http-functions';
import { summary } from './summary.js';

const SECRET = 'bench-secret';

export const get_hello = () => ok({ body: 'Hello, world!' });

export const post_echo = async (request) => ok({ body: await request.body.json() });

export const post_summary = async (request) => ok({ body: summary(await request.body.json()) });

export async function post_webhook(request) {
    const body = await request.body.text();
    const given = Buffer.from(request.headers['x-signature'] ?? '', 'hex');
    const expected = createHmac('sha256', SECRET).update(body).digest();
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return forbidden();
    return ok({ body: { received: JSON.parse(body).id } });
}

export async function get_fetch(request) {
    const found = await getJSON(`http://127.0.0.1:${request.query.port}/_functions/inspect/a/b?limit=1&after=2`);
    return ok({ body: { path: found.path } });
}
