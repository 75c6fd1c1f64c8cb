import { ok } from 'wix-http-functions';

export function get_query({ query }) { return ok({ body: query }); }

export function get_flag({ query }) {
    return ok({
        body: {
            flag: 'flag' in query,
            other: 'other' in query,
            challenge: query['hub.challenge'],
            own: query.hasOwnProperty('flag'),
            number: parseInt(query.n),
        },
    });
}
