import { ok } from 'wix-http-functions';

const DOCUMENTED = ['baseUrl', 'body', 'functionName', 'headers', 'ip', 'method', 'path', 'query', 'url'];
const UNKNOWN = ['rawPath', 'params', 'cookies', 'rawBody', 'protocol', 'text', 'json'];

export function get_properties(request) {
    const types = {};
    for (const name of DOCUMENTED) {
        types[name] = Array.isArray(request[name]) ? 'array' : typeof request[name];
    }
    const unknown = UNKNOWN.filter((name) => name in request);
    return ok({ body: { types, unknown, functionName: request.functionName } });
}

export function get_readOnly(request) {
    for (const name of DOCUMENTED) {
        try {
            request[name] = 'changed';
        } catch {
            // Refusing by an exception is read-only too.
        }
    }
    return ok({ body: DOCUMENTED.filter((name) => request[name] === 'changed') });
}
