import { ok } from 'wix-http-functions';

export const get_lower = () => ok({ headers: { 'content-type': 'text/markdown' }, body: '# a' });
export const get_upper = () => ok({ headers: { 'CONTENT-TYPE': 'application/ld+json' }, body: { a: 1 } });
export const get_wrong = () => ok({ headers: { 'Content-Type': 'text/plain' }, body: { a: 1 } });
export const get_number = () => ok({ body: 42 });
export const get_true = () => ok({ body: true });
