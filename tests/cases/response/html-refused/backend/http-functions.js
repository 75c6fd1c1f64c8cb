import { ok } from 'wix-http-functions';

export const get_page = () => ok({ headers: { 'content-type': 'Text/HTML; charset=utf-8' }, body: '<p>hi</p>' });
export const get_json = () => ok({ body: { a: 1 } });
