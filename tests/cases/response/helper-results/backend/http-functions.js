import { ok, notFound } from 'wix-http-functions';
import * as helpers from 'wix-http-functions';

export function get_options() {
    const options = { headers: { 'X-A': '1' } };
    options.body = { items: [] };
    options.body.items.push(1);
    const first = ok(options);
    options.body.items.push(2);
    notFound(options);
    options.headers['X-A'] = '2';
    return first;
}

export function get_mutated() {
    const result = ok({ body: 'before' });
    result.headers['X-Later'] = 'yes';
    result.body = 'after';
    result.status = 202;
    return result;
}

export const get_spread = () => ({ ...ok({ body: 'spread' }), headers: { 'X-Spread': 'yes' } });

export const get_detached = () => [{ body: 'no this' }].map(helpers.ok)[0];

export function get_shape() {
    const result = ok({ body: 'x' });
    return ok({
        body: {
            keys: Object.keys(result).sort(),
            status: result.status,
            plain: Object.getPrototypeOf(result) === Object.prototype,
            extensible: Object.isExtensible(result),
            headersIsObject: typeof ok().headers,
        },
    });
}
