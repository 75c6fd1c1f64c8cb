import { ok } from 'wix-http-functions';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function* events() {
    for (let i = 1; i <= 3; i++) {
        await wait(1);
        yield `data: ${i}\n\n`;
    }
}

export const get_events = () => ok({ headers: { 'Content-Type': 'text/event-stream' }, body: ReadableStream.from(events()) });

export const get_bytes = () =>
    ok({
        body: new ReadableStream({
            type: 'bytes',
            start(controller) {
                controller.enqueue(new Uint8Array([0, 1, 2]));
                controller.enqueue(new Uint8Array([255]));
                controller.close();
            },
        }),
    });

export const get_empty = () => ok({ body: ReadableStream.from([]) });

export const get_locked = () => {
    const body = ReadableStream.from(['x']);
    body.getReader();
    return ok({ body });
};
