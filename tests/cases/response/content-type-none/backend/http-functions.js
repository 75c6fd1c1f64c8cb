import { ok } from 'wix-http-functions';

export const get_text = () => ok({ body: 'text' });
export const get_object = () => ok({ body: { a: 1 } });
export const get_given = () => ok({ headers: { 'Content-Type': 'text/css' }, body: 'a {}' });
