import { ok, created, badRequest, forbidden, notFound, serverError, response } from 'wix-http-functions';

const HELPERS = { ok, created, badRequest, forbidden, notFound, serverError, response };

export function get_helper({ path: [name] }) {
    return HELPERS[name]({ headers: { 'X-Helper': name }, body: { name } });
}
