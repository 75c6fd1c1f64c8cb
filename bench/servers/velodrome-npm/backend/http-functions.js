// Packages from npm, in the idiom of a Velo site.
import { jwtVerify } from 'jose';
import _ from 'lodash';
import { ok } from 'wix-http-functions';
import { report } from './report.js';

const KEY = new TextEncoder().encode('bench-secret-of-at-least-32-bytes');

export const get_hello = () => ok({ body: 'Hello, world!' });

export async function get_jwt(request) {
    const token = request.headers.authorization.slice('Bearer '.length);
    const { payload } = await jwtVerify(token, KEY, { issuer: 'bench', audience: 'orders' });
    return ok({ body: { subject: payload.sub } });
}

export const post_report = async (request) => ok({ body: report(_, await request.body.json()) });
