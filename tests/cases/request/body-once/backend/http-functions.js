import { ok } from 'wix-http-functions';

export async function post_twice({ body }) {
    const first = await body.text();
    try {
        return ok({ body: { first, second: await body.json() } });
    } catch (error) {
        return ok({ body: { first, rejected: error instanceof Error } });
    }
}
