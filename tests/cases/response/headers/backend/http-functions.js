import { ok } from 'wix-http-functions';

export const get_headers = () =>
    ok({
        headers: {
            'X-Mixed-Case': 'kept',
            'x-number': 42,
            'x-true': true,
            'x-undefined': undefined,
            'x-list': ['a', 'b'],
        },
    });
