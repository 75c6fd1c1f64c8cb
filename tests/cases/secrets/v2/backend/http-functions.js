import { ok } from 'wix-http-functions';
import { secrets } from 'wix-secrets-backend.v2';
import { secrets as sdk } from '@wix/secrets';
import { elevate } from 'wix-auth';

const elevatedGet = elevate(secrets.getSecretValue);

export async function get_life() {
    const created = await secrets.createSecret({ name: 'key', value: 'first' });
    const first = await elevatedGet('key');
    const again = await sdk.getSecretValue('key');
    const { secrets: listed } = await secrets.listSecretInfo();
    await sdk.updateSecret(created._id, { value: 'second' });
    const second = await secrets.getSecretValue('key');
    await elevate(secrets.deleteSecret)(created._id);
    const gone = await secrets.getSecretValue('key').catch((error) => error.code);
    return ok({ body: [Object.keys(created), first, again, Object.keys(listed[0]).sort(), listed[0]._createdDate instanceof Date, second, gone] });
}
