import { ok, forbidden } from 'wix-http-functions';
import { invoke, validateAuth } from '@velo/wix-http-functions-hmac-authentication-backend';

const answer = async (request) => {
    try {
        await validateAuth(request);
    } catch (error) {
        return forbidden();
    }
    return ok({ body: `${request.method} ${await request.body.text()} accepted` });
};
export const post_signed = answer;
export const get_signed = answer;

export async function get_invoke(request) {
    const url = `${request.baseUrl}/signed?x=1`;
    const posted = await invoke(url, { method: 'post', body: '{"a":1}' });
    const got = await invoke(url);
    const refused = await invoke(url, {}, { secretName: 'other' });
    return ok({ body: [await posted.text(), await got.text(), refused.status] });
}
