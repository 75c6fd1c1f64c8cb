import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export async function get_codes() {
    const calls = [
        wixData.get('c'),
        wixData.insert('c', {}, {}, {}),
        wixData.get(5, 'x'),
        wixData.get('c', undefined),
        wixData.insert('c', 'text'),
        wixData.save('c', [{}]),
        wixData.get('c', 'x', { suppressAuth: 'true' }),
        wixData.remove('c', 'x', 5),
        wixData.insertReference('c', 5, 'a', 'b'),
        wixData.insertReference('c', 'f', 'a', {}),
    ];
    const results = await Promise.allSettled(calls);
    return ok({ body: results.map(({ reason }) => reason?.message.slice(0, 7)) });
}

export async function get_message() {
    try {
        await wixData.get('c');
    } catch (error) {
        const { message, code, name } = error;
        return ok({ body: { message, code, name, error: error instanceof Error } });
    }
}
