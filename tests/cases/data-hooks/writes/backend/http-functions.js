import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const plain = ({ _id, _owner, _createdDate, _updatedDate, ...rest }) => rest;

export async function get_insert() {
    const given = { title: 'T' };
    const returned = await wixData.insert('posts', given);
    return ok({ body: { returned: plain(returned), stored: plain(await wixData.get('posts', returned._id)), given: plain(given) } });
}

export async function get_update() {
    await wixData.insert('counted', { _id: 'x', n: 1 }, { suppressHooks: true });
    return ok({ body: plain(await wixData.update('counted', { _id: 'x', n: 2 })) });
}

export async function get_remove() {
    await wixData.insert('counted', { _id: 'kept', n: 2 }, { suppressHooks: true });
    return ok({ body: [await wixData.remove('counted', 'alias'), String(await wixData.remove('counted', 'none'))] });
}

export async function get_save() {
    const first = await wixData.save('saved', { _id: 'a' });
    const second = await wixData.save('saved', { _id: 'a' });
    return ok({ body: [first.by, second.by] });
}

export async function get_ignored() {
    const item = await wixData.insert('ignored', { n: 1 });
    return ok({ body: [item.n, (await wixData.get('ignored', item._id)).n] });
}

export async function get_suppressed() {
    const item = await wixData.insert('posts', { title: 'T' }, { suppressHooks: true });
    await wixData.bulkInsert('posts', [{ _id: 'bulk', title: 'T' }], { suppressHooks: true });
    return ok({ body: [typeof item.slug, typeof (await wixData.get('posts', 'bulk')).slug] });
}

export async function get_context() {
    const { context } = await wixData.insert('seen', {});
    return ok({ body: context });
}
