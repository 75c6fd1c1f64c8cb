import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const rows = wixData.aggregate('c');
const filter = wixData.filter();

export async function get_codes() {
    const wrong = [
        rows.filter({ a: 1 }),
        rows.filter(filter).filter(filter),
        rows.group('a').group('b'),
        rows.count('x'),
        rows.max('a.'),
        rows.sum(''),
        rows.limit(1001),
    ];
    const codes = [];
    for (const one of wrong) await one.run().catch(({ message }) => codes.push(message.split('\n')[1].slice(0, 7)));
    return ok({ body: codes });
}

export async function get_together() {
    return ok({ body: (await rows.group('a').group('b').skip(-1).run().catch(({ message }) => message)).split('\n') });
}
