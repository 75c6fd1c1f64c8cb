import { ok } from 'wix-http-functions';

export const get_promise = () => ok({ body: Promise.resolve('never') });
export const get_fine = () => ok({ body: 'fine' });
