import { collections } from 'wix-data.v2';
import { collections as sdk, items } from '@wix/data';
import { ok } from 'wix-http-functions';

export async function get_one() {
    const { _id, displayName, fields, permissions } = await collections.getDataCollection('books');
    return ok({ body: { id: _id, name: displayName, fields: fields.map(({ key }) => key).sort(), read: permissions.read } });
}

export async function get_all() {
    await items.insert('made', {});
    const all = await sdk.listDataCollections();
    return ok({ body: [all.collections.map(({ _id }) => _id), all.pagingMetadata] });
}

export async function get_none() {
    try {
        await collections.getDataCollection('none');
    } catch ({ code, message }) {
        return ok({ body: [code, message.slice(0, 7)] });
    }
}
