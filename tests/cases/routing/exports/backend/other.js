import { ok } from 'wix-http-functions';

export const get_other = () => ok({ body: 'from another file' });
