import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const ready = wixData.bulkInsert('c', [{ n: 1 }, { n: 2 }, { n: 3 }]);

export async function get_facts() {
    await ready;
    const result = await wixData.query('c').limit(2).find();
    const { length, pageSize, currentPage, totalCount, totalPages, partialIncludes } = result;
    return ok({ body: [length, pageSize, currentPage, totalCount, totalPages, partialIncludes, result.hasNext(), result.hasPrev()] });
}

export async function get_whole() {
    await ready;
    return ok({ body: await wixData.query('c').ne('n', 'secret').limit(2).find() });
}

export const get_nothing = async () => ok({ body: await wixData.query('empty').find() });

export async function get_unaccounted() {
    await ready;
    const result = await wixData.query('c').limit(2).find({ omitTotalCount: true });
    return ok({ body: [typeof result.totalCount, typeof result.totalPages, result.hasNext()] });
}
