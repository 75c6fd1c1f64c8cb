import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export async function get_mutated() {
    const items = [{ n: 1 }, { _id: 'mine' }];
    await wixData.bulkInsert('c', items);
    const skipped = [{ _id: 'mine' }];
    await wixData.bulkInsert('c', skipped);
    return ok({
        body: [
            [items[0]._id.length, items[1]._id],
            items.map(({ _createdDate, _owner }) => _createdDate instanceof Date && typeof _owner === 'string'),
            skipped.map((item) => '_createdDate' in item),
        ],
    });
}
