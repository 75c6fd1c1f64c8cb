import { ok } from 'wix-http-functions';
import { createHmac } from 'crypto';

const sign = (data) => createHmac('sha256', 'key').update(data).digest('hex');

export async function post_twice({ body }) {
    const value = await body.json();
    const text = await body.text();
    const buffer = await body.buffer();
    const again = await body.buffer();
    return ok({
        body: {
            value,
            text,
            same: sign(text) === sign(buffer),
            reserialised: sign(JSON.stringify(value)) === sign(text),
            notShared: buffer.fill(0) && again.toString() === text,
        },
    });
}
