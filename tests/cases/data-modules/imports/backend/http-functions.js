import wixData, { query, insert } from 'wix-data';
import * as everything from 'wix-data';
import { ok } from 'wix-http-functions';

const required = require('wix-data');

export async function get_ways() {
    await insert('c', { _id: 'a' });
    return ok({
        body: [
            wixData.query === query,
            everything.insert === insert,
            required.query === query && required.default.query === query,
            (await import('wix-data')).get === wixData.get,
            await query('c').count(),
        ],
    });
}
