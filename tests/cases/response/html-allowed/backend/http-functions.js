import { ok } from 'wix-http-functions';

export const get_page = () => ok({ headers: { 'Content-Type': 'text/html' }, body: '<p>hi</p>' });
