import { ok } from 'wix-http-functions';

export const get_more = () => ok({ body: 'from an export star' });
