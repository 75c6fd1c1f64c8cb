import { ok } from 'wix-http-functions';

export function post_destructured(request) {
    const { name } = request.body;
    return ok({ body: { name: String(name) } });
}

export function post_parsed(request) { return ok({ body: JSON.parse(request.body) }); }

export async function post_method(request) { return ok({ body: await request.text() }); }
