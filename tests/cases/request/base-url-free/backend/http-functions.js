import { ok } from 'wix-http-functions';

export function get_myFunction({ baseUrl, url, functionName, path }) {
    return ok({ body: { baseUrl, url, functionName, path } });
}
