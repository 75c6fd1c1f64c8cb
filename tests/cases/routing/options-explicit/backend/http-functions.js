import { ok, response } from 'wix-http-functions';

export function get_plain() { return ok(); }
export function get_cors() { return ok({ headers: { 'Access-Control-Allow-Origin': '*' } }); }
export function options_cors() {
    return response({ status: 204, headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET' } });
}
