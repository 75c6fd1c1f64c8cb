import { ok } from 'wix-http-functions';
import { helper } from 'backend/nowhere';

export const get_fine = () => ok({ body: helper });
