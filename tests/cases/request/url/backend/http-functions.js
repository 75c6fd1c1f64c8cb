import { ok } from 'wix-http-functions';
import { createHmac } from 'crypto';

export function get_url({ url }) { return ok({ body: url }); }

export function get_signed({ method, url, headers }) {
    const expected = createHmac('sha256', 'key').update(`${method}\n${url}`).digest('hex');
    return ok({ body: { valid: expected === headers['x-signature'], path: new URL(url).pathname } });
}
