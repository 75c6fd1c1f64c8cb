import { ok, badRequest } from 'wix-http-functions';

export async function post_caught({ body }) {
    try {
        return ok({ body: await body.json() });
    } catch (error) {
        return badRequest({ body: { name: error.name, isSyntaxError: error instanceof SyntaxError } });
    }
}

export async function post_uncaught({ body }) { return ok({ body: await body.json() }); }
