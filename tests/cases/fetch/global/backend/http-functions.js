import { ok, response } from 'wix-http-functions';

export const post_echo = async (request) =>
    ok({ body: [request.headers['content-type'] ?? null, (await request.body.buffer()).toString('hex')] });
export const put_echo = async (request) => ok({ body: `${request.method} ${await request.body.text()}` });

export const get_there = () => response({ status: 201, headers: { 'X-There': '1', 'Content-Type': 'text/x' }, body: 'made there' });
export const get_away = () => response({ status: 302, headers: { Location: '/_functions/there' } });
export const get_events = () => ok({ body: ReadableStream.from(['data: 1\n', 'data: 2\n']) });
export const post_form = async (request) => {
    const form = await new Response(await request.body.buffer(), { headers: { 'content-type': request.headers['content-type'] } }).formData();
    const file = form.get('f');
    return ok({ body: { name: file.name, text: await file.text(), field: form.get('field') } });
};

export async function get_kinds(request) {
    const send = async (body) => (await fetch(`${request.baseUrl}/echo`, { method: 'POST', body, duplex: 'half' })).json();
    return ok({
        body: {
            text: await send('hé'),
            bytes: await send(new Uint8Array([0, 1, 255])),
            search: await send(new URLSearchParams({ a: '1 2' })),
            blob: await send(new Blob(['b'], { type: 'a/b' })),
            stream: await send(ReadableStream.from(['one', 'two']).pipeThrough(new TextEncoderStream())),
            none: await send(undefined),
        },
    });
}

export async function get_form(request) {
    const body = new FormData();
    body.append('field', 1);
    body.append('f', new File(['in the file'], 'a.txt', { type: 'text/plain' }));
    return ok({ body: await (await fetch(`${request.baseUrl}/form`, { method: 'POST', body })).json() });
}

export async function get_streamed(request) {
    const { body } = await fetch(`${request.baseUrl}/events`);
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) text += chunk;
    return ok({ body: text.trim().split('\n') });
}

export const get_proxied = (request) => fetch(`${request.baseUrl}/there`);

export async function get_redirects(request) {
    const url = `${request.baseUrl}/away`;
    const followed = await fetch(url);
    const refused = await fetch(url, { redirect: 'error' }).catch((error) => error.cause.code);
    const manual = await fetch(url, { redirect: 'manual' });
    return ok({
        body: {
            followed: [followed.redirected, new URL(followed.url).pathname, await followed.text()],
            refused,
            manual: [manual.status, manual.headers.get('location')],
        },
    });
}

export async function get_request(request) {
    const first = new Request(`${request.baseUrl}/echo`, { method: 'PUT', body: 'body' });
    const second = first.clone();
    return ok({ body: [await (await fetch(first)).text(), await (await fetch(second)).text()] });
}
