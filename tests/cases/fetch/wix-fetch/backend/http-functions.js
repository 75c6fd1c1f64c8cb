import wixFetch, { fetch, getJSON } from 'wix-fetch';
import { ok, created, notFound } from 'wix-http-functions';

export const post_echo = async (request) =>
    created({ headers: { 'X-Echo': 'yes' }, body: { method: request.method, type: request.headers['content-type'], text: await request.body.text() } });
export const get_accepted = (request) => ok({ body: request.headers.accept });
export const get_thing = (request) => ok({ body: JSON.stringify(request.headers.accept) });
export const get_missing = () => notFound({ body: { error: 'no such thing' } });
export const get_text = () => ok({ body: 'hé' });

export async function get_posted(request) {
    const response = await fetch(`${request.baseUrl}/echo`, { method: 'post', headers: 'application/json', body: '{"a":1}' });
    const used = [response.bodyUsed];
    const json = await response.json();
    used.push(response.bodyUsed);
    return ok({
        body: {
            status: response.status,
            ok: response.ok,
            header: response.headers.get('x-echo'),
            raw: response.headers.raw()['x-echo'],
            url: response.url === `${request.baseUrl}/echo`,
            used,
            json,
        },
    });
}

export const get_parsed = async (request) =>
    ok({ body: { accept: await getJSON(`${request.baseUrl}/thing`), given: await getJSON(`${request.baseUrl}/thing`, { headers: { Accept: 'text/x' } }) } });

export async function get_refused(request) {
    const response = await fetch(`${request.baseUrl}/missing`, { method: 'get' });
    return ok({ body: { ok: response.ok, status: response.status, statusText: response.statusText, body: await response.json() } });
}

export async function get_unparsed(request) {
    const refused = await getJSON(`${request.baseUrl}/missing`).catch((error) => error);
    const broken = await getJSON(`${request.baseUrl}/text`).catch((error) => error);
    return ok({ body: [refused.message, refused.status, broken.name] });
}

export async function get_buffered(request) {
    const buffer = await (await fetch(`${request.baseUrl}/text`)).buffer();
    return ok({ body: [Buffer.isBuffer(buffer), buffer.toString('hex')] });
}

export async function get_default(request) {
    const url = `${request.baseUrl}/text`;
    const fetched = await wixFetch.fetch(url).then((response) => (response.ok ? 'fetched' : 'not'));
    return ok({ body: [typeof wixFetch.fetch, typeof wixFetch.getJSON, fetched] });
}
