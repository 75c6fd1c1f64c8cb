import { ok, badRequest } from 'wix-http-functions';
import { createHmac, timingSafeEqual } from 'node:crypto';

const SECRET = 'whsec_of_this_case';
const TOLERANCE_SECONDS = 300;

/** As Stripe's libraries do it: HMAC-SHA256 over the time, a dot and the exact bytes. */
function sign(secret, timestamp, body) {
    return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
}

function verify(header, body, nowSeconds) {
    const parts = header.split(',').map((part) => part.split('='));
    const timestamp = Number(parts.find(([name]) => name === 't')?.[1]);
    if (!(Math.abs(nowSeconds - timestamp) <= TOLERANCE_SECONDS)) return 'too old';
    const wanted = sign(SECRET, timestamp, body);
    const given = parts.filter(([name]) => name === 'v1').map(([, hex]) => Buffer.from(hex, 'hex'));
    const fits = given.some((one) => one.length === wanted.length && timingSafeEqual(one, wanted));
    return fits ? 'good' : 'wrong signature';
}

export async function post_payments(request) {
    const body = await request.body.buffer();
    const verdict = verify(request.headers['stripe-signature'] ?? '', body, Number(request.query.now));
    if (verdict !== 'good') return badRequest({ body: verdict });
    return ok({ body: { type: JSON.parse(body.toString('utf8')).type, bytes: body.length } });
}
