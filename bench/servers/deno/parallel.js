// What `deno serve --parallel` runs in several threads.
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));

export default {
    fetch(request) {
        const { pathname } = new URL(request.url);
        return new Response(pathname === '/_functions/fib' ? String(fib(25)) : 'Hello, world!');
    },
};
