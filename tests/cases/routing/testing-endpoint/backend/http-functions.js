import { ok } from 'wix-http-functions';

export function get_where({ baseUrl, url }) { return ok({ body: { baseUrl, url } }); }
