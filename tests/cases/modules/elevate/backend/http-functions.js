import { ok } from 'wix-http-functions';
import { elevate } from 'wix-auth';
import { auth } from '@wix/essentials';

const add = async (a, b) => a + b;
const elevatedAdd = elevate(add);

export const get_sums = async () => ok({ body: [await elevatedAdd(1, 2), await auth.elevate(add)(3, 4)] });
