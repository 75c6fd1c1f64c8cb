import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export async function get_replaced() {
    const first = await wixData.insert('things', { _id: 'x', a: 1, b: 1 });
    const change = { _id: 'x', b: 2, _owner: 'somebody else', _createdDate: new Date(0) };
    const item = await wixData.update('things', change);
    const stored = await wixData.get('things', 'x');
    return ok({
        body: {
            keys: Object.keys(item),
            kept: item._owner === first._owner && item._createdDate.getTime() === first._createdDate.getTime(),
            newer: item._updatedDate >= first._updatedDate,
            stored: Object.keys(stored).filter((key) => !key.startsWith('_')),
            mutated: change._updatedDate instanceof Date && change._owner === first._owner,
        },
    });
}

export async function get_refused() {
    const attempt = (item) => wixData.update('others', item).then(
        () => 'no error',
        (error) => `${error.code}: ${error.message.slice(0, 7)}`,
    );
    return ok({
        body: [
            await attempt({ _id: 'none' }),
            await attempt({ a: 1 }),
            await attempt({ _id: 5 }),
            await attempt('text'),
            await wixData.query('others').count(),
        ],
    });
}
