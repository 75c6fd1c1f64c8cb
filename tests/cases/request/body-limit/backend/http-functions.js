import { ok } from 'wix-http-functions';

export async function post_length({ body }) { return ok({ body: { length: (await body.buffer()).length } }); }
