import { ok } from 'wix-http-functions';
import { even } from './even';

export const get_even = ({ path: [n] }) => ok({ body: even(Number(n)) });
