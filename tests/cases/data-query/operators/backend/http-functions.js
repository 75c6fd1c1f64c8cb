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

export async function get_equality() {
    await ready;
    const people = wixData.query('people');
    return ok({
        body: {
            eq: await ids(people.eq('age', 36)),
            case: await ids(people.eq('name', 'ada')),
            text: await ids(people.eq('age', '36')),
            array: await ids(people.eq('tags', 'code')),
            ne: await ids(people.ne('tags', 'code')),
            neMissing: await ids(people.ne('age', 36)),
            nothing: await ids(people.eq('city', null)),
            id: await ids(people.eq('_id', 'bob')),
        },
    });
}

export async function get_order() {
    await ready;
    const people = wixData.query('people');
    return ok({
        body: {
            gt: await ids(people.gt('age', 20)),
            ge: await ids(people.ge('age', 20)),
            lt: await ids(people.lt('age', 36)),
            le: await ids(people.le('age', 36)),
            between: await ids(people.between('age', 20, 36)),
            betweenEnd: await ids(people.between('age', 20, 37)),
            upper: await ids(people.lt('name', 'a')),
            infinite: await ids(people.lt('age', Infinity)),
        },
    });
}

export async function get_text() {
    await ready;
    const people = wixData.query('people');
    await wixData.save('words', { _id: 'street', word: 'STRASSE and ÉCOLE' });
    return ok({
        body: {
            contains: await ids(people.contains('name', 'd').ne('_id', 'dee')),
            anyCase: await ids(people.contains('name', 'AD')),
            starts: await ids(people.startsWith('name', 'B')),
            ends: await ids(people.endsWith('name', 'A')),
            folded: await ids(wixData.query('words').contains('word', 'straße').contains('word', 'école')),
            tags: await ids(people.contains('tags', 'MAT')),
        },
    });
}

export async function get_sets() {
    await ready;
    const people = wixData.query('people');
    return ok({
        body: {
            some: await ids(people.hasSome('tags', ['math', 'code'])),
            varargs: await ids(people.hasSome('tags', 'Math', 'code')),
            all: await ids(people.hasAll('tags', ['math', 'code'])),
            case: await ids(people.hasAll('tags', 'Math')),
            scalar: await ids(people.hasSome('age', [36, 20, 99])),
            none: await ids(people.hasSome('_id', [])),
            ids: await ids(people.hasSome('_id', ['dee', 'ada', 'none'])),
        },
    });
}

export async function get_presence() {
    await ready;
    const people = wixData.query('people');
    return ok({
        body: {
            empty: await ids(people.isEmpty('city')),
            notEmpty: await ids(people.isNotEmpty('city')),
            emptyText: await ids(people.eq('city', '')),
        },
    });
}

export async function get_logic() {
    await ready;
    const people = wixData.query('people');
    const { filter } = wixData;
    return ok({
        body: {
            or: await ids(people.eq('name', 'Ada').or(people.eq('name', 'bob'))),
            and: await ids(people.eq('tags', 'code').and(people.eq('tags', 'math'))),
            not: await ids(people.not(people.eq('name', 'Ada'))),
            chained: await ids(people.gt('age', 10).lt('age', 40).eq('tags', 'math')),
            nested: await ids(people.eq('name', 'Ada').or(people.eq('name', 'bob')).not(people.eq('tags', 'math'))),
            orAll: await ids(people.or(people.eq('name', 'Ada'))),
            filter: await ids(people.and(filter().eq('tags', 'code'))),
        },
    });
}
