import { ok } from 'wix-http-functions';

export function get_query({ query }) { return ok({ body: query }); }
