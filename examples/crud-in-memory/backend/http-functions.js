// One resource, every method: /_functions/notes and /_functions/notes/<id>.
import { ok, created, badRequest, notFound, response } from 'wix-http-functions';
import * as notes from 'backend/notes';

export function get_notes({ path: [id], query }) {
    if (id === undefined) {
        return ok({ body: { items: notes.list(query.contains ?? '') } });
    }
    const note = notes.get(id);
    return note ? ok({ body: note }) : missing(id);
}

export async function post_notes(request) {
    const text = await readText(request);
    if (text === undefined) {
        return badRequest({ body: { error: 'send {"text": ".."}' } });
    }
    const note = notes.add(text);
    return created({ headers: { Location: `${request.baseUrl}/notes/${note.id}` }, body: note });
}

export async function put_notes(request) {
    const [id] = request.path;
    const text = await readText(request);
    if (text === undefined) {
        return badRequest({ body: { error: 'send {"text": ".."}' } });
    }
    const note = notes.replace(id, text);
    return note ? ok({ body: note }) : missing(id);
}

export function delete_notes({ path: [id] }) {
    return notes.remove(id) ? response({ status: 204 }) : missing(id);
}

function missing(id) {
    return notFound({ body: { error: `there is no note ${id}` } });
}

async function readText(request) {
    try {
        const { text } = await request.body.json();
        return typeof text === 'string' ? text : undefined;
    } catch {
        return undefined;
    }
}
