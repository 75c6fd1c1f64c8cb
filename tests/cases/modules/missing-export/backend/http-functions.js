import { ok } from 'wix-http-functions';
import { unauthorized } from 'wix-http-functions';
import { missing, present } from './other';

export const get_types = () => ok({ body: [typeof unauthorized, typeof missing, typeof present] });
export const get_called = () => unauthorized({ body: 'x' });
