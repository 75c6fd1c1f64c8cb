import { ok } from 'wix-http-functions';

export function get_thing() { return ok({ body: 'get' }); }
export function post_thing() { return ok({ body: 'post' }); }
export function put_thing() { return ok({ body: 'put' }); }
export function delete_thing() { return ok({ body: 'delete' }); }
export function options_thing() { return ok({ body: 'options' }); }
