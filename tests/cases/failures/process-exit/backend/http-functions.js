import { ok } from 'wix-http-functions';

export function get_timer() {
    setTimeout(() => process.exit(1), 1);
    return ok({ body: 'answered' });
}
export const get_now = () => process.exit();
export const get_fine = () => ok({ body: 'fine' });
