import { ok } from 'wix-http-functions';

export async function get_loop(request) {
    try {
        const [code, calls] = await (await fetch(request.url)).json();
        return ok({ body: [code, calls + 1] });
    } catch (error) {
        return ok({ body: [error.cause.code, 1] });
    }
}
