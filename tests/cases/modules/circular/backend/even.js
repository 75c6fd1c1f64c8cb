import { odd } from './odd';

export const even = (n) => (n === 0 ? true : odd(n - 1));
