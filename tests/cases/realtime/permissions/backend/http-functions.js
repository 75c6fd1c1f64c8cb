import { ok } from 'wix-http-functions';

export const get_hello = () => ok({ body: 'hello' });
