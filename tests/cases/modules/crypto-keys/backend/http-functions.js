import { ok } from 'wix-http-functions';
import crypto, { createCipheriv, createDecipheriv, generateKeyPairSync } from 'crypto';
import { pbkdf2, pbkdf2Sync } from 'node:crypto';

function throughCipher(text) {
    const key = crypto.randomBytes(32);
    const iv = crypto.randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const packed = cipher.update(text, 'utf8', 'hex') + cipher.final('hex');
    const decipher = createDecipheriv('aes-256-gcm', key, iv);
    decipher.setAuthTag(cipher.getAuthTag());
    return Buffer.concat([decipher.update(packed, 'hex'), decipher.final()]).toString();
}

function agreed() {
    const [a, b] = [crypto.createECDH('prime256v1'), crypto.createECDH('prime256v1')];
    a.generateKeys();
    b.generateKeys();
    return a.computeSecret(b.getPublicKey()).equals(b.computeSecret(a.getPublicKey()));
}

export async function get_keys() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signature = crypto.createSign('SHA256').update('text').sign(privateKey);
    const later = await new Promise((resolve, reject) => {
        pbkdf2('password', 'salt', 1, 20, 'sha1', (error, key) => (error ? reject(error) : resolve(key.toString('hex'))));
    });
    return ok({
        body: {
            text: throughCipher('secret'),
            derived: pbkdf2Sync('password', 'salt', 1, 20, 'sha1').toString('hex'),
            later,
            signed: crypto.createVerify('SHA256').update('text').verify(publicKey, signature),
            pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).split('\n')[0],
            agreed: agreed(),
        },
    });
}
