// Every exported function named <method>_<name> answers at /_functions/<name>.
import { ok, badRequest } from 'wix-http-functions';
import { greet } from 'backend/greetings';

// GET /_functions/hello?name=Ada
export function get_hello(request) {
    return ok({ body: greet(request.query.name ?? 'world') });
}

// GET /_functions/greet/Ada/Lovelace: what follows the function's name is request.path.
export function get_greet(request) {
    const [first, last] = request.path;
    if (!first) {
        return badRequest({ body: { error: 'Say whom: /_functions/greet/<first name>/<last name>' } });
    }
    return ok({ body: { greeting: greet([first, last].filter(Boolean).join(' ')) } });
}

// POST /_functions/sum with {"a": 2, "b": 40}
export async function post_sum(request) {
    const { a, b } = await request.body.json();
    if (typeof a !== 'number' || typeof b !== 'number') {
        return badRequest({ body: { error: 'a and b must be numbers' } });
    }
    return ok({ body: { sum: a + b } });
}

// Module variables live as long as the server keeps the code.
let visits = 0;

export function get_visits() {
    visits += 1;
    console.log(`visit ${visits}`);
    return ok({ body: { visits } });
}
