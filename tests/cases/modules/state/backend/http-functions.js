import { ok } from 'wix-http-functions';
import { counter, sessions } from './state';

let started = 0;
const interval = setInterval(() => { started += 1; if (started >= 2) clearInterval(interval); }, 1);

export const get_count = () => ok({ body: ++counter.value });
export const post_session = async ({ path: [id], body }) => {
    sessions.set(id, await body.text());
    return ok();
};
export const get_session = ({ path: [id] }) => ok({ body: sessions.get(id) ?? 'none' });
export const get_interval = async () => {
    while (started < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    return ok({ body: started });
};
