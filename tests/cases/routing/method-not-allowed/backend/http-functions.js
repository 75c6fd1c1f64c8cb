import { ok } from 'wix-http-functions';

export function get_thing() { return ok(); }
export function post_other() { return ok(); }
