export function get_forms() {
    const größe = naïve + 変数;
    return ok({ body: { größe, crlf: CRLF, value } });
}
import { ok } from 'wix-http-functions';
const naïve = 1;
import { 変数 } from './unicode';
import { CRLF } from './crlf';
export const value = 'mid-file imports';
