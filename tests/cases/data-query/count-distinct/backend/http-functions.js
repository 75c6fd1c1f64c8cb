import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const when = new Date(5000);
const ready = wixData.bulkInsert('c', [
    { state: 'NY', tags: ['a', 'b'], when },
    { state: 'CA', tags: ['a'], when },
    { state: 'NY', big: true },
    { state: 'FL' },
]);

export async function get_counted() {
    await ready;
    const all = wixData.query('c');
    return ok({ body: [await all.count(), await all.eq('state', 'NY').limit(1).count(), await wixData.query('none').count()] });
}

export async function get_distinct() {
    await ready;
    const all = wixData.query('c');
    const dates = (await all.distinct('when')).items;
    const first = await all.limit(2).distinct('state');
    return ok({
        body: {
            states: (await all.distinct('state')).items,
            descending: (await all.descending('state').distinct('state')).items,
            filtered: (await all.eq('big', true).distinct('state')).items,
            tags: (await all.distinct('tags')).items,
            dates: [dates[0] instanceof Date, dates.length],
            paged: [first.items, first.hasNext(), first.totalCount, (await first.next()).items],
        },
    });
}
