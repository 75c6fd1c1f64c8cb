import { ok } from 'wix-http-functions';

export function post_thing() { return ok({ body: 'post_thing' }); }
export function use_thing(request) { return ok({ body: `use_thing ${request.method}` }); }
