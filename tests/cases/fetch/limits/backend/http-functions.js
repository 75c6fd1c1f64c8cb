import { ok, response } from 'wix-http-functions';

export const get_none = () => response({ status: 204 });
export const get_long = () => ok({ body: 'x'.repeat(2000) });
export const get_longer = () => ok({ body: ReadableStream.from(['x'.repeat(900), 'x'.repeat(900)]) });

export async function get_many(request) {
    const seen = [];
    for (let i = 0; i < 3; i++) {
        seen.push(await fetch(`${request.baseUrl}/none`).then((answer) => answer.status, (error) => error.cause.code));
    }
    return ok({ body: seen });
}

const codeOf = (url) => fetch(url).then((answer) => answer.text()).catch((error) => error.cause.code);
export const get_large = async (request) => ok({ body: [await codeOf(`${request.baseUrl}/long`), await codeOf(`${request.baseUrl}/longer`)] });
