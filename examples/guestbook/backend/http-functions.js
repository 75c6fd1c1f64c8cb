// A guestbook in two collections: entries, and the guests who wrote them.
import { badRequest, created, notFound, ok } from 'wix-http-functions';
import wixData from 'wix-data';

// The newest entries, each with its guest in place of the guest's id.
export async function get_entries(request) {
    const size = Math.min(Number(request.query.size ?? 10), 100);
    const page = Number(request.query.page ?? 0);
    const found = await wixData
        .query('entries')
        .include('guest')
        .skip(page * size)
        .limit(size)
        .find();
    const entries = found.items.map(({ _id, text, guest }) => ({ id: _id, text, guest: guest.name }));
    return ok({ body: { entries, total: found.totalCount, more: found.hasNext() } });
}

export async function post_entries(request) {
    const { name, text } = await request.body.json();
    try {
        const guest = await guestCalled(name);
        const entry = await wixData.insert('entries', { text, guest: guest._id });
        return created({ body: { id: entry._id } });
    } catch (error) {
        // What the hook in data.js says.
        return badRequest({ body: { error: error.message } });
    }
}

export async function delete_entries(request) {
    const removed = await wixData.remove('entries', request.path[0]);
    return removed ? ok({ body: { removed: removed.text } }) : notFound();
}

// Who wrote how much.
export async function get_guests() {
    const { items } = await wixData.aggregate('entries').group('guest').count().descending('count').run();
    const guests = await wixData.query('guests').hasSome('_id', items.map(({ _id }) => _id)).find();
    const names = new Map(guests.items.map(({ _id, name }) => [_id, name]));
    return ok({ body: items.map(({ _id, count }) => ({ name: names.get(_id), entries: count })) });
}

async function guestCalled(name) {
    const { items } = await wixData.query('guests').eq('name', name).limit(1).find();
    return items[0] ?? wixData.insert('guests', { name });
}
