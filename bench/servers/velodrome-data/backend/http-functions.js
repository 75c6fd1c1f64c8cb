// The idiom of a Velo site. Its find() counts what there is to find, too; the others do not.
import { ok, notFound } from 'wix-http-functions';
import wixData from 'wix-data';

export const get_hello = () => ok({ body: 'Hello, world!' });

export async function get_item({ path }) {
    const item = await wixData.get('items', path[0]);
    return item ? ok({ body: item }) : notFound();
}

export async function get_page() {
    const { items } = await wixData.query('items').find();
    return ok({ body: { items } });
}

export async function get_group({ path }) {
    const { items } = await wixData.query('items').eq('group', Number(path[0])).find();
    return ok({ body: { items } });
}

export async function post_item(request) {
    const item = await request.body.json();
    item.checked = new Date(item.checked);
    return ok({ body: await wixData.insert('items', item) });
}
