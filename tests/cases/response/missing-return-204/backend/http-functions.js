import { ok } from 'wix-http-functions';

export function get_forgotten() { ok({ body: 'lost' }); }
