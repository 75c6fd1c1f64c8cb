import { ok } from 'wix-http-functions';
import { multiply } from 'backend/maths.web';
import { divide } from 'backend/maths.web.js';

export const get_product = async ({ query: { a, b } }) => ok({ body: await multiply(Number(a), Number(b)) });
export const get_quotient = ({ query: { a, b } }) => ok({ body: divide(Number(a), Number(b)) });
