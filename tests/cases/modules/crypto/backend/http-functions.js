import { ok } from 'wix-http-functions';
import crypto, { createHmac } from 'crypto';
import * as nodeCrypto from 'node:crypto';

export const get_crypto = () =>
    ok({
        body: {
            hash: crypto.createHash('sha256').update('abc').digest('hex'),
            md5: crypto.createHash('md5').update('abc').digest('base64'),
            hmac: createHmac('sha256', 'key').update('The quick brown fox ').update('jumps over the lazy dog').digest('hex'),
            equal: nodeCrypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')),
            random: nodeCrypto.randomBytes(16).length,
            uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()),
        },
    });
