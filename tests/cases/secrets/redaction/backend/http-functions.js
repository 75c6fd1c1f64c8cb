import { ok, response } from 'wix-http-functions';
import { getSecret } from 'wix-secrets-backend';

export async function get_print() {
    const key = await getSecret('STRIPE_KEY');
    console.log('string', key);
    console.log('object', { key });
    console.log('short', await getSecret('SHORT'));
    console.error('error', new Error(`bad key ${key}`));
    return ok();
}

export async function get_throw() {
    throw new Error(`the key ${await getSecret('STRIPE_KEY')} was refused`);
}

export function get_late(request) {
    setTimeout(() => console.log('late', request.query.key), 1);
    return response({ status: 204 });
}

export const get_answer = async () => ok({ body: await getSecret('STRIPE_KEY') });
