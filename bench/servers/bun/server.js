// Bun's own fast idiom: a table of routes.
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));

Bun.serve({
    hostname: '127.0.0.1',
    port: Number(process.env.PORT),
    routes: {
        '/_functions/hello': () => new Response('Hello, world!'),
        '/_functions/echo': { POST: async (request) => Response.json(await request.json()) },
        '/_functions/inspect/:kind/:id': (request) => {
            const { kind, id } = request.params;
            const query = new URL(request.url).searchParams;
            return Response.json({
                path: [kind, id],
                limit: query.get('limit'),
                after: query.get('after'),
                token: request.headers.get('x-token'),
            });
        },
        '/_functions/fib': () => new Response(String(fib(25))),
    },
    fetch: () => new Response('not found', { status: 404 }),
});
