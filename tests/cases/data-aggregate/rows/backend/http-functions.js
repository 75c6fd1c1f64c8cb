import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const ready = wixData.bulkInsert('cities', [
    { state: 'NY', year: 2010, population: 8192, n: 1, at: new Date(1000) },
    { state: 'CA', year: 2010, population: 3796, n: 1, at: new Date(2000) },
    { state: 'CA', year: 2000, population: 3694, n: 1 },
    { state: 'FL', year: 2010, population: 401, n: 1 },
    { state: 'FL', year: 2010, population: 320, n: 1 },
]);
const cities = wixData.aggregate('cities');
const run = async (aggregate) => {
    await ready;
    return ok({ body: (await aggregate.run()).items });
};

export const get_whole = () => run(cities.max('population', 'maxPopulation'));
export const get_one = () => run(cities.group('state').max('population').ascending('_id'));
export const get_several = () => run(cities.group('state', 'year').sum('population').count().ascending('state', 'year'));
export const get_folds = () =>
    run(cities.sum('population').avg('population').min('population').max('population').count().sum('n', 'n'));

export async function get_filtered() {
    await ready;
    const states = async (aggregate) => (await aggregate.run()).items.map(({ _id }) => _id);
    const { filter } = wixData;
    const [newest] = (await cities.max('at', 'newest').run()).items;
    return ok({
        body: {
            having: await states(cities.group('state').sum('population').having(filter().gt('populationSum', 1000)).descending('populationSum')),
            filter: await states(cities.filter(filter().eq('year', 2000)).group('state')),
            dates: newest.newest instanceof Date && newest.newest.getTime() === 2000,
        },
    });
}

export async function get_paged() {
    await ready;
    const ids = ({ items }) => items.map(({ _id }) => _id);
    const first = await cities.group('state').count().ascending('_id').limit(2).run();
    const second = await first.next();
    return ok({
        body: [ids(first), first.length, first.hasNext(), ids(second), second.hasNext(), await second.next().catch(({ message }) => message)],
    });
}

export async function get_client() {
    await ready;
    return ok({ body: await cities.group('state').count().ascending('_id').limit(1).run() });
}
