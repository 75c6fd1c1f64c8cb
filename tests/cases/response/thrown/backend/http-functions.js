import { ok } from 'wix-http-functions';

export function get_thrown() {
    throw new Error('boom');
}
export async function get_rejected() {
    await null;
    return deeper();
}
function deeper() {
    return undefined.property;
}
export const get_json = () => JSON.parse('');
export const get_string = () => { throw 'only text'; };
export const get_nothing = () => Promise.reject();
export const get_object = () => { throw { code: 'WDE0027', message: 'an object' }; };
export const get_hostile = () => { throw { get message() { throw new Error('again'); }, toString() { throw 1; } }; };
export const get_fine = () => ok({ body: 'fine' });
