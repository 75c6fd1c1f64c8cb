import { ok } from 'wix-http-functions';

export function get_thing() { return ok({ headers: { 'X-Kind': 'thing' }, body: 'twelve bytes' }); }
export function use_any() { return ok({ body: 'any' }); }
export function post_only() { return ok(); }
