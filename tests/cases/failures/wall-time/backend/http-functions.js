import { ok } from 'wix-http-functions';

let finished = 0;
const page = () => new Promise((resolve) => setTimeout(resolve, 1));

export async function get_slow() {
    await new Promise((resolve) => setTimeout(resolve, 400));
    finished += 1;
    console.log('went on to the end');
    return ok({ body: 'too late' });
}
export async function get_pager() {
    while (true) await page();
}
export const get_never = () => new Promise(() => {});
export const get_finished = () => ok({ body: finished });
