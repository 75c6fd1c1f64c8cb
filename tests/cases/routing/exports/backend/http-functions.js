import { ok } from 'wix-http-functions';

export function get_declared() { return ok({ body: 'declared' }); }
export async function get_async() { return ok({ body: 'async' }); }
export const get_arrow = () => ok({ body: 'arrow' });
export const get_asyncArrow = async () => ok({ body: 'async arrow' });
export const get_wrapped = logged(async () => ok({ body: 'wrapped' }));
export let get_late;
get_late = () => ok({ body: 'late' });

function a() { return ok({ body: 'a' }); }
function b() { return ok({ body: 'b as get_c' }); }
export { a as get_a, b as get_c };
export { get_other } from './other.js';
export * from 'backend/more';
export default { something: 'else' };

function logged(handler) {
    return (request) => handler(request);
}
