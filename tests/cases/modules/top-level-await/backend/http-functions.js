import { ok } from 'wix-http-functions';
import { settings } from './settings';

const local = await new Promise((resolve) => setTimeout(resolve, 5, 'local'));

export const get_loaded = () => ok({ body: [settings, local] });
