import { ok, serverError } from 'wix-http-functions';

const later = (value) => new Promise((resolve) => setTimeout(resolve, 1, value));

export async function get_async() { return ok({ body: await later('async') }); }
export function get_chain() {
    return later('chain').then((body) => ok({ body }), () => serverError());
}
export function get_caught() {
    return Promise.reject(new Error('x')).catch((error) => serverError({ body: { error: error.message } }));
}
export const get_thenable = () => ({ then: (resolve) => resolve(ok({ body: 'thenable' })) });
export const get_nested = () => later(later(ok({ body: 'nested' })));
