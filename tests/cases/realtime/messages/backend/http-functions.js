import { ok } from 'wix-http-functions';
import { publish, permissionsRouter } from 'wix-realtime-backend';

// Goes on after the answer, so that whoever begins to listen meanwhile hears some of it.
export function post_tell() {
    let left = 40;
    const timer = setInterval(async () => {
        await publish({ name: 'news' }, { text: 'to all', at: new Date(0) });
        await publish({ name: 'news', resourceId: 'ä/1' }, ['about one thing']);
        if (--left === 0) clearInterval(timer);
    }, 25);
    return ok();
}

export async function get_mistakes() {
    const tried = async (...args) => {
        try {
            return (await publish(...args)) === undefined ? 'published' : 'what?';
        } catch (error) {
            return error.code;
        }
    };
    const body = [await tried({ name: 'news' }, null), await tried({}, 1), await tried({ name: 'news' }), await tried({ name: 'news' }, 'x'.repeat(70000))];
    return ok({ body: [...body, typeof permissionsRouter.add, await permissionsRouter.check({ name: 'news' }, {})] });
}
