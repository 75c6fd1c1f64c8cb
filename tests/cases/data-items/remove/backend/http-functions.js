import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export async function get_twice() {
    await wixData.insert('things', { _id: 'a', title: 'First' });
    const removed = await wixData.remove('things', 'a');
    const again = await wixData.remove('things', 'a');
    return ok({ body: [removed.title, removed._createdDate instanceof Date, String(again), await wixData.query('things').count()] });
}
