import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export const get_insert = async () => ok({ body: await wixData.bulkInsert('c', [{ _id: 'a' }, { _id: 'b', n: 1 }, { _id: 'a' }]) });
export const get_update = async () => ok({ body: await wixData.bulkUpdate('c', [{ _id: 'a', n: 2 }, { _id: 'none' }]) });
export const get_save = async () => ok({ body: await wixData.bulkSave('c', [{ _id: 'b', n: 3 }, { _id: 'c' }]) });
export const get_remove = async () => ok({ body: await wixData.bulkRemove('c', ['a', 'none', 'c']) });
export const get_left = async () => ok({ body: (await wixData.query('c').find()).items.map(({ _id }) => _id) });
