import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const code = (promise) => promise.catch(({ code, message }) => `${code}: ${message.slice(0, 7)}`);

export async function get_codes() {
    const lifted = { suppressAuth: true };
    return ok({
        body: [
            await code(wixData.insert('unknown', {}, lifted)),
            await code(wixData.query('unknown').find(lifted)),
            await wixData.query('known').count(),
            await code(wixData.insert('known', {})),
            (await wixData.insert('known', { _id: 'a' }, lifted))._id,
        ],
    });
}
