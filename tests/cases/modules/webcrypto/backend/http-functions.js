import { ok } from 'wix-http-functions';

const { subtle } = crypto;
const utf8 = (text) => new TextEncoder().encode(text);
const hex = (buffer) => Buffer.from(buffer).toString('hex');

async function hasMac() {
    const key = await subtle.importKey('raw', utf8('key'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
    return subtle.verify('HMAC', key, await subtle.sign('HMAC', key, utf8('text')), utf8('text'));
}

async function throughCipher(text) {
    const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const packed = await subtle.encrypt({ name: 'AES-GCM', iv }, key, utf8(text));
    return new TextDecoder().decode(await subtle.decrypt({ name: 'AES-GCM', iv }, key, packed));
}

async function isSigned() {
    const { privateKey, publicKey } = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const jwk = await subtle.exportKey('jwk', publicKey);
    const again = await subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    return subtle.verify(algorithm, again, await subtle.sign(algorithm, privateKey, utf8('text')), utf8('text'));
}

async function derived() {
    const base = await subtle.importKey('raw', utf8('passwd'), 'PBKDF2', false, ['deriveBits']);
    return hex(await subtle.deriveBits({ name: 'PBKDF2', salt: utf8('salt'), iterations: 1, hash: 'SHA-256' }, base, 128));
}

export async function get_subtle() {
    return ok({
        body: {
            digest: hex(await subtle.digest('SHA-256', utf8('abc'))),
            mac: await hasMac(),
            text: await throughCipher('secret'),
            signed: await isSigned(),
            derived: await derived(),
        },
    });
}
