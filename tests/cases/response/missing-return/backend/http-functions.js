import { ok } from 'wix-http-functions';

export function get_forgotten() { ok({ body: 'lost' }); }
export async function get_forgottenAsync() { ok({ body: 'lost' }); }
export const get_null = () => null;
export const get_fine = () => ok({ body: 'fine' });
