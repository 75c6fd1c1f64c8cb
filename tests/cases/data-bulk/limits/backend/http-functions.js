import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const numbered = (count) => Array.from({ length: count }, (_, i) => ({ _id: `i${i}` }));
const attempt = (promise) => promise.then(
    () => 'no error',
    (error) => error.message.slice(0, 7),
);

export async function get_sizes() {
    const ids = numbered(1001).map(({ _id }) => _id);
    return ok({
        body: {
            thousand: (await wixData.bulkInsert('c', numbered(1000))).inserted,
            insert: await attempt(wixData.bulkInsert('d', numbered(1001))),
            update: await attempt(wixData.bulkUpdate('c', numbered(1001))),
            save: await attempt(wixData.bulkSave('d', numbered(1001))),
            remove: await attempt(wixData.bulkRemove('c', ids)),
            empty: await attempt(wixData.bulkInsert('c', [])),
            none: await attempt(wixData.bulkRemove('c', [])),
            notObjects: await attempt(wixData.bulkSave('d', [{}, 5])),
            ids: await attempt(wixData.bulkRemove('c', [5])),
            count: (await wixData.query('c').count()) + (await wixData.query('d').count()),
            removed: (await wixData.bulkRemove('c', ids.slice(0, 1000))).removed,
        },
    });
}
