import { ok } from 'wix-http-functions';

export function get_ip({ ip }) { return ok({ body: ip }); }
