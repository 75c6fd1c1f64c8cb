import { ok } from 'wix-http-functions';

export const get_zone = () =>
    ok({ body: [new Date(0).getHours(), Intl.DateTimeFormat().resolvedOptions().timeZone] });
