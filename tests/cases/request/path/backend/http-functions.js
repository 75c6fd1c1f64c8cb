import { ok } from 'wix-http-functions';

export function get_myFunction({ path }) {
    return ok({ body: { path, first: path[0] ?? 'undefined', isArray: Array.isArray(path) } });
}
