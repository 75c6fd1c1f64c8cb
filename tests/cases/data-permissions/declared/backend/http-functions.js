import wixData from 'wix-data';
import { elevate } from 'wix-auth';
import { ok } from 'wix-http-functions';

const code = (promise) => promise.then(() => 'stored', ({ message }) => message.slice(0, 7));

export async function get_anonymous() {
    const inserted = await code(wixData.insert('orders', { _id: 'a' }));
    const { removed, skipped } = await wixData.bulkRemove('orders', ['a']);
    return ok({
        body: [
            inserted,
            await code(wixData.get('orders', 'a')),
            await code(wixData.query('orders').find()),
            await code(wixData.query('orders').count()),
            await code(wixData.update('orders', { _id: 'a' })),
            await code(wixData.remove('orders', 'a')),
            [removed, skipped],
        ],
    });
}

export async function get_lifted() {
    const lifted = { suppressAuth: true };
    const later = elevate(wixData.query)('orders');
    return ok({
        body: [
            (await wixData.get('orders', 'a', lifted))._id,
            await wixData.query('orders').count(lifted),
            (await elevate(wixData.get)('orders', 'a'))._id,
            (await wixData.update('orders', { _id: 'a', n: 2 }, lifted)).n,
            (await later.find()).items[0]._id,
        ],
    });
}
