import { ok } from 'wix-http-functions';
import * as router from 'wix-router';
import { values } from './routers';

export const get_values = async () => ok({ body: await values(router) });
