import { items } from '@wix/data';
import { elevate } from '@wix/essentials';
import { ok } from 'wix-http-functions';

export async function get_differences() {
    const given = { title: 't' };
    await items.insert('c', given);
    const omitted = await items.query('c').find();
    const counted = await items.query('c').find({ returnTotalCount: true });
    return ok({
        body: {
            untouched: Object.keys(given),
            omitted: typeof omitted.totalCount,
            counted: [counted.totalCount, counted.totalPages],
            keys: Object.keys(JSON.parse(JSON.stringify(omitted))),
            bulk: Object.keys(await items.bulkInsert('c', [{}])),
        },
    });
}

export async function get_elevated() {
    const code = (promise) => promise.catch(({ message }) => message.slice(0, 7));
    return ok({
        body: [
            await code(items.get('closed', 'x')),
            await code(items.get('closed', 'x', { suppressAuth: true })),
            String(await elevate(items.get)('closed', 'x')),
            (await elevate(items.query)('closed').eq('a', 1).find()).length,
        ],
    });
}

export async function get_error() {
    try {
        await items.update('c', { _id: 'none' });
    } catch ({ details }) {
        return ok({ body: details.applicationError });
    }
}

export const get_absent = () => items.patch('c', 'x');
