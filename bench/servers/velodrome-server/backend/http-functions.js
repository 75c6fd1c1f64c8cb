// The idiom of a Velo site.
import { ok } from 'wix-http-functions';

const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));

export const get_hello = () => ok({ body: 'Hello, world!' });

export const post_echo = async (request) => ok({ body: await request.body.json() });

export const get_inspect = ({ path, query, headers }) =>
    ok({ body: { path, limit: query.limit, after: query.after, token: headers['x-token'] } });

export const get_fib = () => ok({ body: String(fib(25)) });
