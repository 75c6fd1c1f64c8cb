import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export async function get_owners() {
    const a = await wixData.insert('things', {});
    const b = await wixData.insert('others', {});
    const c = await wixData.insert('things', { _owner: 'given' });
    return ok({ body: [/^[0-9a-f-]{36}$/.test(a._owner), a._owner === b._owner, c._owner] });
}
