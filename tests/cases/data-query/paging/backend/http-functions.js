import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const numbered = (count) => Array.from({ length: count }, (_, n) => ({ n }));
const ready = wixData.bulkInsert('c', numbered(25));

export async function get_loop() {
    await ready;
    let result = await wixData.query('c').limit(7).find();
    let items = result.items;
    let pages = 1;
    while (result.hasNext()) {
        result = await result.next();
        items = items.concat(result.items);
        pages++;
    }
    return ok({
        body: {
            items: items.length,
            distinct: new Set(items.map(({ _id }) => _id)).size,
            pages,
            last: [result.currentPage, result.totalPages, Number(result.hasPrev())],
        },
    });
}

export async function get_back() {
    await ready;
    let result = await wixData.query('c').limit(10).skip(20).find();
    const seen = [result.currentPage];
    while (result.hasPrev()) {
        result = await result.prev();
        seen.push(result.currentPage);
    }
    return ok({ body: [seen, await result.prev().catch(({ message }) => message)] });
}

export async function get_beyond() {
    await ready;
    const result = await wixData.query('c').limit(100).find();
    return ok({ body: JSON.stringify(await result.next().catch(({ code, message }) => `${code} ${message}`)) });
}

export async function get_skipped() {
    await ready;
    const result = await wixData.query('c').ascending('n').skip(10).limit(2).find();
    return ok({ body: [result.items.map(({ n }) => n), (await result.query.limit(5).skip(0).find()).totalPages + 1] });
}

export async function get_default() {
    await wixData.bulkInsert('many', numbered(60));
    const { length, totalCount, totalPages } = await wixData.query('many').find();
    return ok({ body: [length, totalCount, totalPages] });
}
