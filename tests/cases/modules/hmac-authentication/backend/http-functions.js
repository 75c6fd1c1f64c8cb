import { badRequest, ok } from 'wix-http-functions';
import { validateAuth } from '@velo/wix-http-functions-hmac-authentication-backend';

const guarded = (options) => async (request) => {
    try {
        const nothing = await validateAuth(request, options);
        await request.body.text();
        return ok({ body: nothing === undefined ? 'valid' : 'odd' });
    } catch (error) {
        return badRequest({ body: error.code });
    }
};

export const use_guarded = guarded();
export const get_other = guarded({ secretName: 'other-key' });
export const get_fresh = guarded({ maxTimeDiff: 10_000 });
export const get_no_such_secret = guarded({ secretName: 'none' });
