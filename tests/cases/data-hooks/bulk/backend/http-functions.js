import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


import { seen } from 'backend/data';

export const get_insert = async () => ok({ body: await wixData.bulkInsert('c', [{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }]) });
export const get_stored = async () => ok({ body: (await wixData.query('c').ascending('_id').find()).items.map(({ _id, hooked }) => [_id, hooked]) });
export const get_update = async () => ok({ body: [(await wixData.bulkSave('c', [{ _id: 'a', hooked: false }])).updated, seen] });
export async function get_remove() {
    const { removed, skipped } = await wixData.bulkRemove('c', ['a', 'c']);
    return ok({ body: [removed, skipped] });
}
