import { ok } from 'wix-http-functions';
import { getSecret, listSecretInfo, createSecret, updateSecret } from 'wix-secrets-backend';

export async function get_read() {
    const names = (await listSecretInfo()).map((one) => one.name);
    return ok({ body: [await getSecret('FROM_FILE'), await getSecret('MULTI'), names] });
}

export async function get_set() {
    const listed = await listSecretInfo();
    const refused = await updateSecret(listed.find((one) => one.name === 'MULTI').id, { value: 'x' }).catch((error) => error.code);
    await createSecret({ name: 'FROM_FILE', value: 'set by code' });
    return ok({ body: [await getSecret('FROM_FILE'), refused] });
}
