import { ok } from 'wix-http-functions';

export function get_busy({ query }) {
    const until = Date.now() + Number(query.ms);
    while (Date.now() < until) {}
    return ok({ body: 'busy' });
}
export async function get_slow({ query }) {
    await new Promise((resolve) => setTimeout(resolve, Number(query.ms)));
    return ok({ body: 'slow' });
}
