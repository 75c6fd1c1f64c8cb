// A signed page of contacts with node:sqlite.
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { PAGE, TOTAL, contacts } from '../shared/contacts.js';

const file = new DatabaseSync(process.env.BENCH_DATABASE);
const [page, total] = [file.prepare(PAGE), file.prepare(TOTAL)];
const database = { page: (before, count) => page.all(before, count), total: () => total.get().total };

createServer((request, response) => {
    if (request.url === '/_functions/hello') return response.end('Hello, world!');
    if (!request.url.startsWith('/v1/contacts')) return response.writeHead(404).end();
    const { status, body } = contacts(request.method, request.url, (name) => request.headers[name], database);
    const text = JSON.stringify(body);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
}).listen(Number(process.env.PORT), '127.0.0.1');
