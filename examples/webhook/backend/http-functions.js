// A webhook receiver: the signature is checked over the exact bytes that came, before anything
// believes them, and an event that was seen is not handled again.
import { ok, badRequest, forbidden } from 'wix-http-functions';
import { verify } from './signature.js';

/** Ids of events already handled, oldest first. */
const seen = new Set();
const SEEN_MAX = 1000;

export async function post_webhook(request) {
    const bytes = await request.body.buffer();
    if (!verify(bytes, request.headers['x-signature'], process.env.WEBHOOK_SECRET)) {
        return forbidden({ body: { error: 'bad signature' } });
    }

    let event;
    try {
        event = await request.body.json();
    } catch {
        return badRequest({ body: { error: 'not JSON' } });
    }
    if (seen.has(event.id)) {
        return ok({ body: { received: event.id, again: true } });
    }
    remember(event.id);
    console.log('event', event.type, event.id);
    return ok({ body: { received: event.id } });
}

function remember(id) {
    seen.add(id);
    if (seen.size > SEEN_MAX) {
        seen.delete(seen.values().next().value);
    }
}
