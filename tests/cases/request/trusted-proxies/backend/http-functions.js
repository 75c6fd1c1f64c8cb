import { ok } from 'wix-http-functions';

export function get_ip({ ip, url }) { return ok({ body: { ip, url } }); }
