import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const ids = ({ items }) => items.map(({ _id }) => _id);

export async function get_linked() {
    await wixData.bulkInsert('actors', [{ _id: 'a1' }, { _id: 'a2' }, { _id: 'a3' }]);
    const movie = await wixData.insert('movies', { _id: 'm1', title: 'One' });
    const answer = await wixData.insertReference('movies', 'actors', movie, 'a1');
    await wixData.insertReference('movies', 'actors', 'm1', ['a3', { _id: 'a2' }]);
    const result = await wixData.queryReferenced('movies', 'm1', 'actors');
    const [included] = (await wixData.query('movies').include('actors').find()).items;
    return ok({
        body: {
            answers: [
                typeof answer,
                await wixData.isReferenced('movies', 'actors', 'm1', 'a1'),
                await wixData.isReferenced('movies', 'actors', 'm1', 'none'),
            ],
            found: ids(result),
            descending: ids(await wixData.queryReferenced('movies', movie, 'actors', { order: 'desc' })),
            total: result.totalCount,
            client: Object.keys(JSON.parse(JSON.stringify(result))),
            absent: 'actors' in (await wixData.get('movies', 'm1')),
            included: included.actors.map(({ _id }) => _id),
            some: ids(await wixData.query('movies').hasSome('actors', ['a3']).find()),
        },
    });
}

export async function get_changed() {
    const code = (promise) => promise.then(() => 'none', ({ message }) => message.slice(0, 7));
    const now = async () => ids(await wixData.queryReferenced('movies', 'm1', 'actors'));
    await wixData.removeReference('movies', 'actors', 'm1', 'a1');
    const removed = await now();
    const missing = await code(wixData.removeReference('movies', 'actors', 'm1', 'a1'));
    const exists = await code(wixData.insertReference('movies', 'actors', 'm1', 'a2'));
    await wixData.replaceReferences('movies', 'actors', 'm1', []);
    const none = await now();
    await wixData.replaceReferences('movies', 'actors', 'm1', ['a2', 'a1']);
    return ok({ body: { removed, replaced: await now(), none, exists, missing } });
}

export async function get_gone() {
    await wixData.remove('actors', 'a1');
    return ok({ body: ids(await wixData.queryReferenced('movies', 'm1', 'actors')) });
}

export async function get_paged() {
    const extras = Array.from({ length: 60 }, (_, i) => ({ _id: `x${i}` }));
    await wixData.bulkInsert('actors', extras);
    await wixData.insert('movies', { _id: 'm2' });
    await wixData.insertReference('movies', 'actors', 'm2', extras);
    const first = await wixData.queryReferenced('movies', 'm2', 'actors');
    const second = await first.next();
    const [included] = (await wixData.query('movies').eq('_id', 'm2').include('actors').find()).items;
    return ok({
        body: [first.items.length, first.totalCount, first.hasNext(), second.items.length, second.hasNext(), second.hasPrev(), included.actors.length],
    });
}
