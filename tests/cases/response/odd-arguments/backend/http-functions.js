import { ok, badRequest, serverError, response } from 'wix-http-functions';

export const get_unknownKeys = () => ok({ success: true, message: 'lost' });
export const get_twoArguments = () => response(200, '<p>lost</p>');
export const get_error = () => serverError(new Error('lost'));
export const get_false = () => badRequest(false);
export const get_null = () => ok(null);
export const get_string = () => ok('lost');
export const get_request = (request) => ok(request);
export const get_functions = () => ok({ body: { a: 1, helper() {}, nested: { f: () => 1 } } });
