import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


const code = (promise) => promise.catch(({ message }) => message.slice(0, 7));

export async function get_twice() {
    await wixData.insert('users', { _id: 'a', email: 'a@example.com' });
    const insert = await code(wixData.insert('users', { email: 'a@example.com' }));
    await wixData.insert('users', { _id: 'b' });
    const update = await code(wixData.update('users', { _id: 'b', email: 'a@example.com' }));
    const { inserted } = await wixData.bulkInsert('users', [{ email: 'a@example.com' }, { email: 'b@example.com' }]);
    return ok({ body: [insert, update, await wixData.query('users').count(), inserted] });
}
