import { ok } from 'wix-http-functions';
import imaginary, { members } from 'wix-imaginary-backend';
import * as everything from 'wix-imaginary.v2';
import { thing } from '@wix/imaginary';
import { velo } from '@velo/imaginary-package-backend';

// Reading members and storing them away at load is what real sites do.
const later = { add: members.addMember, deep: imaginary.a.b.c };

const attempt = (call) => {
    try {
        call();
        return 'no error';
    } catch (error) {
        return error.message;
    }
};

export const get_loaded = () => ok({ body: typeof later.add });
export const get_called = () =>
    ok({
        body: [
            attempt(() => members()),
            attempt(() => imaginary.doIt()),
            attempt(() => everything.run()),
            attempt(() => thing('x')),
            attempt(() => velo()),
        ],
    });
export const get_uncaught = () => imaginary.doIt();
