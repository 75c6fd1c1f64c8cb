import wixData from 'wix-data';
import { ok } from 'wix-http-functions';

// What a caller sees of a rejection: its code and message.
const attempt = (promise) => promise.then(
    () => 'no error',
    (error) => `${error.code}: ${error.message}`,
);


export const get_before = async () => ok({ body: [await attempt(wixData.insert('posts', {})), await wixData.query('posts').count()] });
export const get_after = async () => ok({ body: [await attempt(wixData.insert('late', {})), await wixData.query('late').count()] });
export const get_instead = async () => ok({ body: [await wixData.insert('handled', {}), await wixData.update('handled', { _id: 'none' })] });
export const get_again = async () => ok({ body: [await attempt(wixData.update('rejected', { _id: 'none' }))] });
export const get_uncaught = async () => ok({ body: await wixData.insert('posts', {}) });
