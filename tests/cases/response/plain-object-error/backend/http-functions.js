import { ok } from 'wix-http-functions';

export const get_plain = () => ({ status: 201, body: { a: 1 } });
export const get_helper = () => ok({ body: { a: 1 } });
