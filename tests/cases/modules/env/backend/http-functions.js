import { ok } from 'wix-http-functions';

export const get_env = () => ok({ body: { ...process.env } });
