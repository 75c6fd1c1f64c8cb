import { ok } from 'wix-http-functions';

export function get_thing() { return ok(); }
