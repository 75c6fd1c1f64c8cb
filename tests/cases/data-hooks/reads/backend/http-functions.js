import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const ready = wixData.bulkInsert('c', [{ _id: 'a', n: 1, name: 'n1' }, { _id: 'b', n: 2, name: 'n2' }]);

export async function get_get() {
    await ready;
    return ok({ body: [(await wixData.get('c', 'alias')).by, String(await wixData.get('c', 'none'))] });
}

export async function get_find() {
    await ready;
    const result = await wixData.query('c').find();
    return ok({ body: [result.items.map(({ by, n }) => `${by} ${n}`), result.totalCount] });
}

export async function get_count() {
    await ready;
    return ok({ body: String(await wixData.query('c').count()) });
}

export async function get_distinct() {
    await ready;
    return ok({ body: (await wixData.query('c').distinct('n')).items });
}

export async function get_aggregate() {
    await ready;
    return ok({ body: (await wixData.aggregate('c').group('n').count().run()).items });
}

export async function get_nothing() {
    return ok({
        body: [String(await wixData.get('strict', 'x')), String(await wixData.remove('strict', 'x')), (await wixData.query('strict').find()).length],
    });
}
