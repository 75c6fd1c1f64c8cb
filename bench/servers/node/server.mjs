// Node's own fast idiom: node:http, the body gathered by hand.
import { createServer } from 'node:http';

const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));

function send(response, type, text) {
    response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
    response.end(text);
}

function readBody(request, done) {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => done(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)));
}

createServer((request, response) => {
    const [pathname, search = ''] = request.url.split('?', 2);
    const [, , name, ...path] = pathname.split('/');
    switch (name) {
        case 'hello':
            return send(response, 'text/plain; charset=utf-8', 'Hello, world!');
        case 'echo':
            return readBody(request, (body) =>
                send(response, 'application/json', JSON.stringify(JSON.parse(body))));
        case 'inspect': {
            const query = new URLSearchParams(search);
            return send(response, 'application/json', JSON.stringify({
                path: path.map(decodeURIComponent),
                limit: query.get('limit'),
                after: query.get('after'),
                token: request.headers['x-token'],
            }));
        }
        case 'fib':
            return send(response, 'text/plain; charset=utf-8', String(fib(25)));
        default:
            response.writeHead(404).end();
    }
}).listen(Number(process.env.PORT), '127.0.0.1');
