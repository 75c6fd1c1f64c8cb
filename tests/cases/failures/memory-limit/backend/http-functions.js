import { ok } from 'wix-http-functions';

export function get_hoard() {
    const kept = [];
    for (;;) kept.push(new Array(1000).fill(kept.length));
}
export const get_fine = () => ok({ body: 'fine' });
