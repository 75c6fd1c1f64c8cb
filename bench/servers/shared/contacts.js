// A signed page of contacts as a good engineer writes it by hand: node:crypto, contacts as JSON in SQLite,
// a sealed keyset cursor. The database differs, so statements come from outside.
import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const PAGE = 'SELECT seq, doc FROM contacts WHERE seq < ? ORDER BY seq DESC LIMIT ?';
export const TOTAL = 'SELECT count(*) AS total FROM contacts';

const { applicationId, instanceId, secret } = JSON.parse(process.env.BENCH_CREDENTIALS);
const WINDOW_MS = 60_000;
const WALK_MS = 30 * 60_000;
const cursorKey = randomBytes(32);

class Refusal extends Error {
    constructor(status, code) {
        super(code);
        this.status = status;
        this.body = { errorCode: status, message: code, wixErrorCode: code };
    }
}

/** @param {(name: string) => string | undefined} header */
function authenticate(method, path, query, header) {
    const given = header('x-wix-signature');
    const timestamp = header('x-wix-timestamp');
    if (!given || !timestamp) throw new Refusal(400, 'MISSING_CREDENTIALS');
    const named = [...query].map(([name, value]) => [name.toLowerCase(), value.trim()]);
    for (const name of ['x-wix-application-id', 'x-wix-instance-id', 'x-wix-timestamp']) named.push([name, (header(name) ?? '').trim()]);
    named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const text = [method, path, ...named.map(([, value]) => value)].join('\n');
    const expected = createHmac('sha256', secret).update(text).digest();
    const signature = Buffer.from(given, 'base64url');
    const isGood =
        signature.length === expected.length &&
        timingSafeEqual(signature, expected) &&
        header('x-wix-application-id') === applicationId &&
        header('x-wix-instance-id') === instanceId &&
        Math.abs(Date.now() - Date.parse(timestamp)) <= WINDOW_MS;
    if (!isGood) throw new Refusal(403, 'FORBIDDEN');
}

function seal(state) {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', cursorKey, nonce);
    const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(state)), cipher.final(), cipher.getAuthTag()]);
    return sealed.toString('base64url');
}

function open(cursor) {
    const bytes = Buffer.from(cursor, 'base64url');
    if (bytes.length < 28) throw new Refusal(400, 'BAD_CURSOR');
    const decipher = createDecipheriv('aes-256-gcm', cursorKey, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    const state = JSON.parse(decipher.update(bytes.subarray(12, -16)) + decipher.final());
    if (Date.now() > state.until) throw new Refusal(400, 'EXPIRED_CURSOR');
    return state;
}

/**
 * @param {string} url
 * @param {(name: string) => string | undefined} header
 * @param {{page: (before: number, count: number) => {seq: number, doc: string}[], total: () => number}} database
 * @returns {{status: number, body: object}}
 */
export function contacts(method, url, header, database) {
    try {
        const [path, search = ''] = url.split('?', 2);
        const query = new URLSearchParams(search);
        authenticate(method, path, query, header);
        const size = Number(query.get('pageSize') ?? 25);
        if (!(size >= 1 && size <= 500)) throw new Refusal(400, 'BAD_PAGE_SIZE');
        const cursor = query.get('cursor');
        const state = cursor ? open(cursor) : { before: Number.MAX_SAFE_INTEGER, until: Date.now() + WALK_MS };
        const rows = database.page(state.before, size + 1);
        const shown = rows.slice(0, size);
        const nextCursor = rows.length > size ? seal({ before: shown[size - 1].seq, until: state.until }) : 0;
        const results = shown.map(({ doc }) => JSON.parse(doc));
        return { status: 200, body: { total: database.total(), pageSize: size, previousCursor: 0, nextCursor, results } };
    } catch (error) {
        if (error instanceof Refusal) return error;
        throw error;
    }
}
