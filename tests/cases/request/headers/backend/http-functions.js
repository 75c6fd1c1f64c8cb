import { ok } from 'wix-http-functions';

export function get_headers({ headers }) {
    return ok({
        body: {
            signature: headers['stripe-signature'],
            bothSpellings: headers['X-Token'] || headers['x-token'],
            mixedCase: 'X-Token' in headers,
            own: headers.hasOwnProperty('x-token'),
            missing: headers['x-missing'] === undefined,
            plain: Object.getPrototypeOf(headers) === Object.prototype,
            lower: Object.keys(headers).every((key) => key === key.toLowerCase()),
            strings: Object.values(headers).every((value) => typeof value === 'string'),
        },
    });
}
