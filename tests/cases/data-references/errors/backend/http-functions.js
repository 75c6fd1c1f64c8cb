import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export async function get_codes() {
    await wixData.insert('people', { _id: 'ada' });
    await wixData.insert('books', { _id: 'one', author: 'ada' });
    const calls = [
        wixData.insertReference('books', 'author', 'one', 'ada'),
        wixData.queryReferenced('books', 'one', 'author'),
        wixData.insertReference('books', 'authors', 'one', 5),
        wixData.insertReference('books', 'authors', {}, 'ada'),
        wixData.removeReference('books', 'authors', 'one', 'ada'),
        wixData.queryReferenced('books', 'one', 'authors', { order: 'up' }),
    ];
    const settled = await Promise.allSettled(calls);
    return ok({ body: settled.map(({ reason }) => reason?.message.slice(0, 7)) });
}
