import { ok } from 'wix-http-functions';
import wixSecretsBackend, { getSecret, listSecretInfo, createSecret, updateSecret, deleteSecret } from 'wix-secrets-backend';

const early = await getSecret('EARLY').catch((error) => error.message);

export const get_loaded = () => ok({ body: early });

export async function get_life() {
    const id = await createSecret({ name: 's3_key', value: 'first', description: 'about it' });
    const first = await wixSecretsBackend.getSecret('s3_key');
    const listed = await listSecretInfo();
    const info = listed.map((one) => [one.name, one.description, one.id === id, one.createdDate instanceof Date, Math.abs(Date.now() - one.updatedDate) < 60_000]);
    const updated = await updateSecret(id, { value: 'second', name: 'renamed' });
    const second = await getSecret('renamed');
    const [after] = await wixSecretsBackend.listSecretInfo();
    const deleted = await deleteSecret(id);
    const gone = await getSecret('renamed').catch((error) => error.code);
    return ok({ body: [typeof id, first, info, typeof updated, second, [after.name, after.description], typeof deleted, gone] });
}

const attempt = async (call) => {
    try {
        return await call();
    } catch (error) {
        return `${error.code}: ${error.message}`;
    }
};

export async function get_mistakes() {
    await createSecret({ name: 'taken', value: 'x' });
    return ok({
        body: [
            await attempt(() => createSecret({ name: 'wixKey', value: 'x' })),
            await attempt(() => createSecret({ name: 'has spaces in it', value: 'x' })),
            await attempt(() => createSecret({ name: 'empty', value: '' })),
            await attempt(() => createSecret({ name: 'taken', value: 'y' })),
            await attempt(() => updateSecret('none', { value: 'y' })),
            await attempt(() => getSecret()),
            await attempt(() => createSecret('taken')),
            await attempt(() => createSecret({ name: 'number', value: 5 })),
        ],
    });
}
