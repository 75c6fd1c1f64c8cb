import { ok } from 'wix-http-functions';

export const get_body = ({ query }) => ok({ body: 'x'.repeat(Number(query.n)) });
