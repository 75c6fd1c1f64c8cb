// node notes.mjs http://127.0.0.1:8080 credentials.json
import { readFile } from 'node:fs/promises';
import { Client } from './client.mjs';

const [base, file] = process.argv.slice(2);
const client = new Client(base, JSON.parse(await readFile(file, 'utf8')));
const notes = '/v1/collections/notes/items';

for (const text of ['one', 'two', 'three – 3']) {
    await client.send('POST', notes, {}, { from: 'node', text });
}

const ids = [];
const mine = { filter: JSON.stringify({ from: 'node' }), pageSize: 2, sort: 'text' };
for await (const { results, total } of client.list(notes, mine)) {
    console.log(`${results.length} of ${total}: ${results.map(({ text }) => text).join(', ')}`);
    ids.push(...results.map(({ _id }) => _id));
}

for (const id of ids) {
    await client.send('DELETE', `${notes}/${encodeURIComponent(id)}`);
}
console.log(`removed ${ids.length}`);
