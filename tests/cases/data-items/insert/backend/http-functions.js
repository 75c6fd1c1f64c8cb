import wixData from 'wix-data';
import { ok, created } from 'wix-http-functions';

export async function post_things(request) {
    return created({ body: await wixData.insert('things', await request.body.json()) });
}

export async function get_mutated() {
    const item = { title: 'x' };
    const inserted = await wixData.insert('things', item);
    return ok({
        body: [
            item === inserted ? 'same object' : 'another object',
            item._id === inserted._id && 'same id',
            item._owner === inserted._owner && typeof item._owner === 'string' && 'owner',
            item._createdDate instanceof Date,
            item._createdDate.getTime() === inserted._updatedDate.getTime(),
            item.title,
        ],
    });
}

export async function get_own() {
    const { _id } = await wixData.insert('things', { _id: 'mine' });
    try {
        await wixData.insert('things', { _id: 'mine', other: true });
    } catch (error) {
        return ok({ body: [_id, error.code, error.message.slice(0, 7)] });
    }
}

export async function get_ids() {
    const [a, b] = await Promise.all([wixData.insert('things', {}), wixData.insert('things', { _id: undefined })]);
    return ok({ body: [/^[0-9a-f-]{36}$/.test(a._id), new Set([a._id, b._id]).size] });
}
