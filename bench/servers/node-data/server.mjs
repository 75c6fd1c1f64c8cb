// Node's own fast idiom: node:http, node:sqlite with prepared statements whose rows are arrays.
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { GET, GROUP, INSERT, OPEN, OWNER, PAGE, decode, encode } from '../documents/documents.mjs';

const database = new DatabaseSync(process.env.BENCH_DATABASE);
database.exec(OPEN);

function prepare(sql) {
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
}

const statements = {
    get: prepare(GET),
    page: prepare(PAGE),
    group: prepare(GROUP),
    insert: prepare(INSERT),
};

const item = ([id, created, updated, owner, doc]) => decode(id, created, updated, owner, doc);

function send(response, value) {
    const text = JSON.stringify(value);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
}

function readBody(request, done) {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => done(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)));
}

function getItem(response, id) {
    const row = statements.get.get(id);
    if (row) send(response, item(row));
    else response.writeHead(404).end();
}

function postItem(request, response) {
    readBody(request, (body) => {
        const item = JSON.parse(body);
        item.checked = new Date(item.checked);
        statements.insert.run(...encode(item, OWNER));
        send(response, item);
    });
}

createServer((request, response) => {
    const [, , name, argument] = request.url.split('/');
    switch (name) {
        case 'hello':
            response.writeHead(200, { 'content-type': 'text/plain', 'content-length': 13 });
            return response.end('Hello, world!');
        case 'item':
            return request.method === 'POST' ? postItem(request, response) : getItem(response, argument);
        case 'page':
            return send(response, { items: statements.page.all().map(item) });
        case 'group':
            return send(response, { items: statements.group.all(Number(argument)).map(item) });
        default:
            response.writeHead(404).end();
    }
}).listen(Number(process.env.PORT), '127.0.0.1');
