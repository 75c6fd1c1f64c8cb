import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export async function get_make() {
    const ada = await wixData.insert('people', { _id: 'ada', name: 'Ada' });
    await wixData.insert('books', { _id: 'one', author: 'ada' });
    // The whole item may be given for its id.
    const two = await wixData.insert('books', { _id: 'two', author: ada });
    await wixData.insert('notes', { _id: 'n', by: 'ada', about: 'nobody' });
    return ok({ body: [(await wixData.get('books', 'one')).author, two.author] });
}

export async function get_included() {
    const book = async (query) => (await query.eq('_id', 'one').find()).items[0];
    const full = await book(wixData.query('books').include('author'));
    const [note] = (await wixData.query('notes').include('by', 'about').find()).items;
    const filtered = await wixData.query('books').eq('author', 'ada').ascending('_id').find();
    return ok({
        body: {
            plain: (await book(wixData.query('books'))).author,
            full: full.author.name,
            date: full.author._createdDate instanceof Date,
            undeclared: note.by.name,
            missing: note.about,
            filtered: filtered.items.map(({ _id }) => _id),
        },
    });
}
