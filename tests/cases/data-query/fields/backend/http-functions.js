import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export async function get_projected() {
    await wixData.insert('c', { _id: 'a', a: 1, b: 2, c: { d: 1, e: 2 } });
    const all = wixData.query('c');
    return ok({
        body: {
            some: (await all.fields('b').find()).items,
            unknown: (await all.fields('nothing').find()).items,
            deep: (await all.fields('c.d').find()).items,
            none: Object.keys((await all.fields().find()).items[0]).length,
        },
    });
}
