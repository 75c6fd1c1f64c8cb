import { ok } from 'wix-http-functions';

export function get_query({ query, url }) { return ok({ body: { query, url } }); }
