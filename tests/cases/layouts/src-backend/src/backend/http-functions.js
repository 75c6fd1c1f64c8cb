import { ok } from 'wix-http-functions';
import { where } from 'backend/where';

export const get_where = () => ok({ body: where });
