// A signed page of contacts with bun:sqlite.
import { Database } from 'bun:sqlite';
import { PAGE, TOTAL, contacts } from '../shared/contacts.js';

const file = new Database(process.env.BENCH_DATABASE, { readwrite: true });
const [page, total] = [file.prepare(PAGE), file.prepare(TOTAL)];
const database = { page: (before, count) => page.all(before, count), total: () => total.get().total };

Bun.serve({
    hostname: '127.0.0.1',
    port: Number(process.env.PORT),
    routes: {
        '/_functions/hello': () => new Response('Hello, world!'),
        '/v1/contacts': (request) => {
            const url = request.url;
            const { headers } = request;
            const answer = contacts(request.method, url.slice(url.indexOf('/', 8)), (name) => headers.get(name) ?? undefined, database);
            return Response.json(answer.body, { status: answer.status });
        },
    },
    fetch: () => new Response('not found', { status: 404 }),
});
