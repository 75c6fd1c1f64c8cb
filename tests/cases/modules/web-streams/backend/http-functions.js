import { ok } from 'wix-http-functions';

const text = (stream) => new Response(stream).text();

async function written() {
    const seen = [];
    const sink = new WritableStream({ write: (chunk) => void seen.push(chunk), close: () => void seen.push('end') }, new CountQueuingStrategy({ highWaterMark: 2 }));
    await ReadableStream.from(['a', 'b']).pipeTo(sink);
    return seen;
}

async function byob() {
    const source = new ReadableStream({ type: 'bytes', start: (controller) => controller.enqueue(new Uint8Array([1, 2, 3])) });
    const { value } = await source.getReader({ mode: 'byob' }).read(new Uint8Array(2));
    return [...value];
}

async function lines() {
    let rest = '';
    const split = new TransformStream({
        transform(chunk, controller) {
            const parts = (rest + chunk).split('\n');
            rest = parts.pop();
            parts.forEach((part) => controller.enqueue(part));
        },
        flush: (controller) => rest && controller.enqueue(rest),
    });
    const found = [];
    for await (const line of new Blob(['one\ntwo']).stream().pipeThrough(new TextDecoderStream()).pipeThrough(split)) found.push(line);
    return found;
}

export async function get_streams() {
    const upper = new TransformStream({ transform: (chunk, controller) => controller.enqueue(chunk.toUpperCase()) });
    const bytes = () => new TextEncoderStream();
    const [one, other] = ReadableStream.from(['x']).pipeThrough(bytes()).tee();
    const zipped = new Blob(['squeezed']).stream().pipeThrough(new CompressionStream('gzip'));
    return ok({
        body: {
            upper: await text(ReadableStream.from(['he', 'llo']).pipeThrough(upper).pipeThrough(bytes())),
            teed: [await text(one), await text(other)],
            written: await written(),
            byob: await byob(),
            unzipped: await text(zipped.pipeThrough(new DecompressionStream('gzip'))),
            lines: await lines(),
        },
    });
}
