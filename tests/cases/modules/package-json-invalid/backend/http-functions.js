import { ok } from 'wix-http-functions';

export const get_fine = () => ok({ body: 'fine' });
