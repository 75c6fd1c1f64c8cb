import wixData from 'wix-data';
import { ok, created } from 'wix-http-functions';

export async function post_notes(request) {
    return created({ body: await wixData.insert('notes', { text: await request.body.text() }) });
}
export const get_notes = async () => ok({ body: (await wixData.query('notes').find()).items.map(({ text }) => text) });
export const get_others = async () => ok({ body: (await wixData.query('others').find()).items });
