import wixData from 'wix-data';
import { ok } from 'wix-http-functions';


import { settings } from 'backend/settings';

const found = (await wixData.query('settings').find()).items;

export const get_settings = () => ok({ body: [settings.theme, found.length] });

export function get_later() {
    setTimeout(async () => {
        await wixData.insert('log', { note: 'later' });
        console.log('written after the answer');
    }, 1);
    return ok();
}

export const get_log = async () => ok({ body: (await wixData.query('log').find()).items.map(({ note }) => note) });
