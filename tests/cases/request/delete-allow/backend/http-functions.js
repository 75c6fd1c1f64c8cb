import { ok } from 'wix-http-functions';

export async function delete_thing({ body }) { return ok({ body: await body.json() }); }
