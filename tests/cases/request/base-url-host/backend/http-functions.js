import { ok } from 'wix-http-functions';

export function get_urls({ baseUrl, url }) { return ok({ body: { baseUrl, url } }); }
