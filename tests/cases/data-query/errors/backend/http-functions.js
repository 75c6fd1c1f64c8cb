import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const query = wixData.query('c');

export async function get_all() {
    try {
        await query.eq('a').contains('b', 5).limit(1001).find();
    } catch ({ code, message }) {
        return ok({ body: { code, lines: message.split('\n') } });
    }
}

export async function get_each() {
    const wrong = [
        query.limit('5'),
        query.limit(0),
        query.skip(-1),
        query.limit(1.5),
        query.limit(1001),
        query.isEmpty(),
        query.between('a', 1),
        query.hasSome('a'),
        query.ascending(),
        query.gt('a', true),
        query.between('a', 1, '2'),
        query.hasAll('a', [{}]),
        query.eq(5, 5),
        query.and('text'),
        query.or(wixData.query('d')),
        query.descending(5),
    ];
    const lines = [];
    for (const one of wrong) await one.find().catch(({ message }) => lines.push(message.split('\n')[1].slice(3, 7)));
    return ok({ body: lines });
}

export function get_gte() {
    try {
        query.gte('a', 1);
    } catch (error) {
        return ok({ body: [error.name, error instanceof TypeError] });
    }
}

export const get_uncaught = async () => ok({ body: await query.startsWith('a', undefined).find() });
