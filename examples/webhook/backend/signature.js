import { createHmac, timingSafeEqual } from 'crypto';

/**
 * Whether `signature` is `sha256=<hex>` of the HMAC-SHA256 of `bytes` under `secret`.
 * The comparison takes the same time wherever the difference is.
 * @param {Buffer} bytes
 * @param {string | undefined} signature
 * @param {string} secret
 */
export function verify(bytes, signature, secret) {
    if (!signature?.startsWith('sha256=')) {
        return false;
    }
    const expected = createHmac('sha256', secret).update(bytes).digest();
    const given = Buffer.from(signature.slice('sha256='.length), 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
}
