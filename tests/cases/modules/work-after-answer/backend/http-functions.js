import { ok } from 'wix-http-functions';

let done = 'nothing';

export function get_later() {
    setTimeout(async () => {
        await null;
        done = 'timer';
        console.log('the timer ran');
    }, 5);
    return ok({ body: 'answered' });
}
export function get_rejection() {
    Promise.reject(new Error('nobody waits for this'));
    setTimeout(async () => { throw new Error('nor for this'); }, 1);
    setTimeout(() => { throw new Error('nor for the third'); }, 1);
    return ok({ body: 'answered' });
}
export const get_done = () => ok({ body: done });
