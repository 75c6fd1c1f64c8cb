import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export async function get_default() {
    for (const _id of ['first', 'second', 'third']) await wixData.insert('c', { _id });
    return ok({ body: (await wixData.query('c').find()).items.map(({ _id }) => _id) });
}

export async function get_sorted() {
    await wixData.bulkInsert('words', ['é', 'z', '\ufb00', 'Z', '😀', 'a'].map((word) => ({ _id: word, word })).concat([{ _id: 'none' }]));
    await wixData.bulkInsert('pairs', [['a', 9], ['b', 1], ['b', 2]].map(([letter, n]) => ({ _id: letter + n, letter, n })));
    const ids = async (query) => (await query.find()).items.map(({ _id }) => _id);
    return ok({
        body: {
            ascending: await ids(wixData.query('words').ascending('word')),
            descending: await ids(wixData.query('words').descending('word')),
            two: await ids(wixData.query('pairs').descending('letter').descending('n')),
            list: await ids(wixData.query('pairs').ascending(['letter', 'n'])),
        },
    });
}
