// Velo answers no preflight by itself: a function that browsers of other origins may call needs an
// options_ handler, and the headers on each real answer too. One wrapper does both.
import { ok, response } from 'wix-http-functions';

const ORIGINS = new Set(['https://shop.example', 'https://admin.example']);

export const get_prices = withCors(() => ok({ body: { coffee: 3.5, tea: 2.8 } }));
export const options_prices = preflight('GET');

/** @param {(request: any) => any} handler */
function withCors(handler) {
    return async (request) => {
        const result = await handler(request);
        return { ...result, headers: { ...result.headers, ...corsHeaders(request) } };
    };
}

/** @param {string} methods */
function preflight(methods) {
    return (request) =>
        response({
            status: 204,
            headers: {
                ...corsHeaders(request),
                'Access-Control-Allow-Methods': methods,
                'Access-Control-Allow-Headers': 'content-type',
                'Access-Control-Max-Age': 600,
            },
        });
}

// The answer depends on who asks, so caches must be told: Vary.
function corsHeaders(request) {
    const origin = request.headers.origin;
    return { Vary: 'Origin', 'Access-Control-Allow-Origin': ORIGINS.has(origin) ? origin : undefined };
}
