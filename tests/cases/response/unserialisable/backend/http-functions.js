import { ok } from 'wix-http-functions';

export function get_circular() {
    const body = {};
    body.self = body;
    return ok({ body });
}
export const get_bigint = () => ok({ body: { n: 1n } });
export const get_getter = () => ok({ body: { get x() { throw new Error('from a getter'); } } });
export const get_fine = () => ok({ body: 'fine' });
