import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const people = [
    { _id: 'ada', name: 'Ada', age: 36, tags: ['math', 'code'], city: 'London' },
    { _id: 'bob', name: 'bob', age: 20, tags: ['code'], city: '' },
    { _id: 'cy', name: 'Cy', age: '36', tags: [], city: null },
    { _id: 'dee', name: 'Dee', tags: ['Math'] },
];
const ids = async (query) => (await query.ascending('_id').find()).items.map(({ _id }) => _id);
const ready = wixData.bulkInsert('people', people);

export async function get_reduced() {
    await ready;
    const people = wixData.query('people');
    const any = ['math', 'code', 'Math'].map((tag) => people.eq('tags', tag)).reduce((query, other) => query.or(other));
    const coders = people.eq('tags', 'code');
    coders.eq('name', 'Ada').limit(1).descending('name');
    return ok({ body: { any: await ids(any), base: await people.count(), again: await ids(coders) } });
}
