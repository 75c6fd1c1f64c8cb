import { ok } from 'wix-http-functions';
import { AsyncLocalStorage } from 'node:async_hooks';
import { read, Reader } from 'backend/reader';

const storage = new AsyncLocalStorage();
const store = () => storage.getStore() ?? 'none';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function* numbers() {
    for (let i = 0; i < 2; i++) {
        await null;
        yield store();
    }
}

async function failing() {
    await sleep(1);
    throw new Error(store());
}

const all = async () => {
    await Promise.resolve();
    const awaited = store();
    let looped = '';
    for (let i = 0; i < 3; i++) {
        await sleep(1);
        looped += store();
    }
    const timer = await new Promise((resolve) => setTimeout(() => resolve(store()), 1));
    let generated = '';
    for await (const name of numbers()) generated += name;
    const method = await new Reader().read(() => read(store));
    let thrown;
    try {
        await failing();
    } catch (error) {
        thrown = error.message;
    }
    return { awaited, looped, timer, generated, method, thrown };
};

export async function get_kept(request) {
    const before = store();
    const found = await storage.run(request.query.name, all);
    return ok({ body: { before, ...found, after: store() } });
}
