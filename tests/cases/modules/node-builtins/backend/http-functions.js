import { ok } from 'wix-http-functions';
import EventEmitter, { once } from 'events';
import * as path from 'node:path';
import url, { URL as SameURL } from 'url';
import { Readable, Transform } from 'stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'stream/consumers';
import { promises as fs, readFileSync } from 'fs';
import assert from 'assert';
import net from 'net';
import { AsyncLocalStorage } from 'async_hooks';
import { promisify } from 'util';

const { StringDecoder } = require('string_decoder');
const storage = new AsyncLocalStorage();
const sleep = promisify(setTimeout);

function failure(call) {
    try {
        call();
        return undefined;
    } catch (error) {
        return error;
    }
}

export async function get_modules() {
    const emitter = new EventEmitter();
    setTimeout(() => emitter.emit('x', 1), 1);
    const [event] = await once(emitter, 'x');
    const upper = new Transform({ transform: (chunk, _, callback) => callback(null, `${chunk}`.toUpperCase()) });
    const done = pipeline(Readable.from(['a', 'b', 'c']), upper);
    const all = await text(upper);
    await done;
    const dynamic = (await import('path')).resolve('/a', '../b');
    return ok({
        body: {
            joined: path.join('a', '..', 'a', 'c'),
            resolved: url.resolve('http://a.com/b', 'c'),
            same: SameURL === URL,
            text: all,
            equal: failure(() => assert.equal(1, 2)).code,
            event,
            decoded: new StringDecoder('utf8').write(Buffer.from('é')),
            missing: failure(() => net.connect(80)).message,
            dynamic,
        },
    });
}

export async function get_file() {
    await fs.writeFile('/tmp/a.txt', 'hello');
    return ok({ body: { text: readFileSync('/tmp/a.txt', 'utf8'), code: failure(() => readFileSync('/tmp/b')).code } });
}

export function get_store(request) {
    const before = storage.getStore() ?? 'none';
    return storage.run(request.query.name, () => {
        const timer = sleep(5).then(() => storage.getStore());
        const promise = Promise.resolve().then(() => storage.getStore());
        return Promise.all([timer, promise]).then(([timer, promise]) => ok({ body: { before, timer, promise } }));
    });
}
