import { ok } from 'wix-http-functions';

export function get_path({ path }) { return ok({ body: path }); }
