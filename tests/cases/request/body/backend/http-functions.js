import { ok } from 'wix-http-functions';

export async function post_text({ body }) {
    const text = await body.text();
    return ok({ body: { text, length: text.length } });
}

export async function post_json({ body }) { return ok({ body: { value: await body.json() } }); }

export async function post_buffer({ body }) {
    const buffer = await body.buffer();
    return ok({ body: { isBuffer: Buffer.isBuffer(buffer), hex: buffer.toString('hex') } });
}

export async function use_kinds({ body }) {
    return ok({ body: { type: typeof body, text: await body.text(), bytes: (await body.buffer()).length } });
}
