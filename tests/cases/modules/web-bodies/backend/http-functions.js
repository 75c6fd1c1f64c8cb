import { ok } from 'wix-http-functions';

export async function get_bodies() {
    const blob = new Blob(['h', new TextEncoder().encode('é'), '!'], { type: 'text/plain' });
    const form = new FormData();
    form.append('a', 1);
    form.append('f', new File([new Uint8Array([1, 2, 3])], 'f.bin'));
    const back = await new Response(form).formData();
    const headers = new Headers([['B', '3'], ['A', '1']]);
    headers.append('a', '2');
    const request = new Request('http://a.example', { method: 'post', body: '{}', headers: { 'Content-Type': 'application/json' } });
    const response = Response.json({ error: 'no' }, { status: 404 });
    return ok({
        body: {
            blob: [await blob.text(), blob.size, blob.type],
            slice: await blob.slice(1, 3).text(),
            file: [new File(['abc'], 'a.txt').name, new File(['abc'], 'a.txt').size],
            form: [...back].map(([name, value]) => [name, value.name ?? value]),
            headers: [...headers],
            request: [request.method, request.url, request.headers.get('content-type')],
            response: [response.status, response.ok, await response.json()],
            data: await (await fetch('data:,from%20the%20address')).text(),
        },
    });
}
