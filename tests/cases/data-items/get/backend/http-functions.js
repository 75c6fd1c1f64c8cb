import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


export const get_make = async () => ok({ body: await wixData.insert('things', { _id: 'a', title: 'First' }) });
export const get_one = async ({ path }) => ok({ body: JSON.stringify(await wixData.get('things', path[0])) });
