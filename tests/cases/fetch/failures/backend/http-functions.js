import { ok } from 'wix-http-functions';

// The system gives port 1 to nobody.
const NOBODY = 'http://127.0.0.1:1/';
const shown = async (promise) => {
    try {
        await promise;
        return 'nothing';
    } catch (error) {
        if (typeof error === 'string') return error;
        return error.name === 'TypeError' ? `${error.name} ${error.cause?.code ?? error.code}` : error.name;
    }
};

export const get_slow = () => new Promise((resolve) => setTimeout(() => resolve(ok()), 2000));

export async function get_codes(request) {
    const slow = `${request.baseUrl}/slow`;
    const controller = new AbortController();
    const aborted = shown(fetch(slow, { signal: AbortSignal.any([controller.signal, AbortSignal.timeout(60_000)]) }));
    setTimeout(() => controller.abort(), 5);
    return ok({
        body: [
            await shown(fetch(NOBODY)),
            await shown(fetch('ftp://127.0.0.1/')),
            await shown(fetch('/no/host')),
            await shown(fetch(slow, { signal: AbortSignal.timeout(5) })),
            await aborted,
            await shown(fetch(slow, { signal: AbortSignal.abort('enough') })),
        ],
    });
}

export const get_uncaught = async () => {
    await fetch(NOBODY);
};
