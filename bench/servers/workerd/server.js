// workerd's own idiom: a module worker.
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));

export default {
    async fetch(request) {
        const url = new URL(request.url);
        const [, , name, ...path] = url.pathname.split('/');
        switch (name) {
            case 'hello':
                return new Response('Hello, world!');
            case 'echo':
                return Response.json(await request.json());
            case 'inspect':
                return Response.json({
                    path: path.map(decodeURIComponent),
                    limit: url.searchParams.get('limit'),
                    after: url.searchParams.get('after'),
                    token: request.headers.get('x-token'),
                });
            case 'fib':
                return new Response(String(fib(25)));
            default:
                return new Response('not found', { status: 404 });
        }
    },
};
