// How a good engineer answers on node:http.
export function send(response, value) {
    const text = JSON.stringify(value);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
}

export function readBody(request, done) {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => done(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)));
}
