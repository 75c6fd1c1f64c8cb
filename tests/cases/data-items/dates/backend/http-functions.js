import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const when = new Date('2024-02-29T12:34:56.789Z');

export async function get_round() {
    await wixData.insert('dates', { _id: 'a', when, list: [when, { deep: { when } }], text: 'text', ms: when.getTime() });
    const item = await wixData.get('dates', 'a');
    const [found] = (await wixData.query('dates').find()).items;
    return ok({
        body: [
            item.when instanceof Date,
            item.when.toISOString(),
            item.list[0] instanceof Date && item.list[1].deep.when instanceof Date,
            item._createdDate instanceof Date && item._updatedDate instanceof Date,
            item.text,
            item.ms,
            found.when instanceof Date && found._createdDate instanceof Date,
            Object.prototype.toString.call(item.when) === '[object Date]',
        ],
    });
}

export async function get_client() {
    const inserted = await wixData.insert('given', { when, _createdDate: new Date('2020-01-01') });
    return ok({ body: { when: inserted.when, _createdDate: inserted._createdDate } });
}

export async function get_compared() {
    await wixData.bulkInsert('moments', [
        { _id: 'early', at: new Date(1000) },
        { _id: 'late', at: new Date(2000) },
        { _id: 'text', at: '1970-01-01T00:00:01.500Z' },
        { _id: 'number', at: 1500 },
    ]);
    const ids = async (query) => (await query.ascending('_id').find()).items.map(({ _id }) => _id);
    const moments = wixData.query('moments');
    return ok({
        body: [
            await ids(moments.gt('at', new Date(1000))),
            await ids(moments.eq('at', new Date(1000))),
            await ids(moments.between('at', new Date(1000), new Date(3000))),
            await ids(moments.hasSome('at', [new Date(1000)])),
        ],
    });
}
