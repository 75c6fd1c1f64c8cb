import { ok } from 'wix-http-functions';

export async function post_form(request) {
    return ok({ body: Object.fromEntries(new URLSearchParams(await request.body.text())) });
}
