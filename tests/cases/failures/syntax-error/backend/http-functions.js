import { ok } from 'wix-http-functions';
import { broken } from './broken';

export const get_fine = () => ok({ body: broken });
