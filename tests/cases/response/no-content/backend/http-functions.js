import { ok, response } from 'wix-http-functions';

export const get_204 = () => response({ status: 204, body: 'lost' });
export const get_304 = () => response({ status: 304, headers: { ETag: '"a"' }, body: 'lost' });
export const get_after = () => ok({ body: 'in order' });
