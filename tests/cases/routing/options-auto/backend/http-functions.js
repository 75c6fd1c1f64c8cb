import { ok } from 'wix-http-functions';

export function get_plain() { return ok(); }
export function post_plain() { return ok(); }
export function options_own() { return ok({ body: 'own' }); }
