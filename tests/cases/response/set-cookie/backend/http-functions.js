import { ok } from 'wix-http-functions';

export const get_cookies = () => ok({ headers: { 'Set-Cookie': ['a=1; Path=/', 'b=2; HttpOnly'] } });
