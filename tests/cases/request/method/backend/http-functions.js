import { ok } from 'wix-http-functions';

export function use_method({ method }) { return ok({ headers: { 'X-Method': method } }); }
