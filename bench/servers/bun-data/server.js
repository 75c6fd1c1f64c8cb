// Bun's own fast idiom: a table of routes, bun:sqlite with prepared statements.
import { Database } from 'bun:sqlite';
import { GET, GROUP, INSERT, OPEN, OWNER, PAGE, decode, encode } from '../documents/documents.mjs';

const database = new Database(process.env.BENCH_DATABASE, { readwrite: true });
database.exec(OPEN);
const statements = {
    get: database.prepare(GET),
    page: database.prepare(PAGE),
    group: database.prepare(GROUP),
    insert: database.prepare(INSERT),
};

const item = ({ id, created, updated, owner, doc }) => decode(id, created, updated, owner, doc);

Bun.serve({
    hostname: '127.0.0.1',
    port: Number(process.env.PORT),
    routes: {
        '/_functions/hello': () => new Response('Hello, world!'),
        '/_functions/item/:id': (request) => {
            const row = statements.get.get(request.params.id);
            return row ? Response.json(item(row)) : new Response('not found', { status: 404 });
        },
        '/_functions/page': () => Response.json({ items: statements.page.all().map(item) }),
        '/_functions/group/:group': (request) =>
            Response.json({ items: statements.group.all(Number(request.params.group)).map(item) }),
        '/_functions/item': {
            POST: async (request) => {
                const item = await request.json();
                item.checked = new Date(item.checked);
                statements.insert.run(...encode(item, OWNER));
                return Response.json(item);
            },
        },
    },
    fetch: () => new Response('not found', { status: 404 }),
});
