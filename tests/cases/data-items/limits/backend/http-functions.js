import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const nested = (levels) => {
    let item = {};
    for (let i = 0; i < levels; i++) item = { inner: item };
    return item;
};
const attempt = (item) => wixData.insert('things', item).then(
    () => 'stored',
    (error) => error.message.slice(0, 7),
);

export async function get_refused() {
    const cycle = {};
    cycle.self = cycle;
    return ok({
        body: {
            depth50: await attempt(nested(50)),
            depth51: await attempt(nested(51)),
            large: await attempt({ text: 'x'.repeat(600_000) }),
            dollar: await attempt({ $set: 1 }),
            deepDollar: await attempt({ list: [{ $inc: 1 }] }),
            bigint: await attempt({ n: 5n }),
            cycle: await attempt(cycle),
            count: await wixData.query('things').count(),
        },
    });
}
