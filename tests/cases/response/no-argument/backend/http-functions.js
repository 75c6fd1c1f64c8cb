import { ok, created, badRequest, forbidden, notFound, serverError, response } from 'wix-http-functions';

const HELPERS = { ok, created, badRequest, forbidden, notFound, serverError, response };

export const get_helper = ({ path: [name] }) => HELPERS[name]();
