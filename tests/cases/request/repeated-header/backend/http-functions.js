import { ok } from 'wix-http-functions';

export function get_header({ headers }) { return ok({ body: headers['x-list'] }); }
