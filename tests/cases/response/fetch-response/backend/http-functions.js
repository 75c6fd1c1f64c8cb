import { ok } from 'wix-http-functions';

export const get_whole = () => {
    const response = new Response('made', { status: 201, headers: new Headers({ 'X-A': '1' }) });
    response.headers.append('Set-Cookie', 'a=1');
    response.headers.append('Set-Cookie', 'b=2');
    return response;
};
export const get_json = async () => Response.json({ a: [1, 2] }, { status: 202 });
export const get_redirect = () => Response.redirect('https://www.example.com/there', 303);
export const get_none = () => new Response(null, { status: 204 });
export const get_blob = () => ok({ body: new Blob(['a,b\n'], { type: 'text/csv' }) });
export const get_typed = () => ok({ headers: { 'Content-Type': 'text/plain' }, body: new Blob(['a,b\n'], { type: 'text/csv' }) });
export const get_form = () => {
    const form = new FormData();
    form.append('a', '1');
    return new Response(form);
};
export const get_read = async () => {
    const response = new Response('x');
    await response.text();
    return response;
};
