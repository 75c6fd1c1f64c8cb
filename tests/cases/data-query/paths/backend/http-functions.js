import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const ready = wixData.bulkInsert('c', [
    { _id: 'a', address: { city: { name: 'Wien', zip: 1020 } }, 'first name': 'Ada', 'q"u\'o`te': 1, ключ: 'да' },
    { _id: 'b', address: { city: { name: 'Graz', zip: 8010 } } },
]);
const ids = async (query) => (await query.find()).items.map(({ _id }) => _id);

export async function get_found() {
    await ready;
    const all = wixData.query('c');
    return ok({
        body: {
            deep: await ids(all.eq('address.city.name', 'Wien')),
            sorted: await ids(all.descending('address.city.zip')),
            space: await ids(all.eq('first name', 'Ada')),
            quote: await ids(all.eq('q"u\'o`te', 1)),
            letters: await ids(all.eq('ключ', 'да')),
            sql: await ids(all.eq("x') OR 1=1 --", 1)),
            dollar: await ids(all.eq('$where', 1)).catch(({ message }) => message.slice(0, 3)),
        },
    });
}
