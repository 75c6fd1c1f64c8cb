import wixData from 'wix-data';
import { elevate } from 'wix-auth';
import { ok } from 'wix-http-functions';

export async function get_all() {
    await wixData.bulkInsert('things', [{}, {}, {}]);
    const refused = await wixData.truncate('things').catch((error) => `${error.code}: ${error.message.slice(0, 7)}`);
    const before = await wixData.query('things').count();
    const truncated = await wixData.truncate('things', { suppressAuth: true });
    return ok({ body: [refused, before, truncated, await wixData.query('things').count(), await elevate(wixData.truncate)('things')] });
}
