// Notes live in this module's memory: they are gone when the code changes or the server ends.

/** @typedef {{ id: string, text: string }} Note */

/** @type {Map<string, Note>} */
const notes = new Map();
let lastId = 0;

/** @param {string} part */
export const list = (part) => [...notes.values()].filter(({ text }) => text.includes(part));

/** @param {string} id */
export const get = (id) => notes.get(id);

/** @param {string} text */
export function add(text) {
    const note = { id: String(++lastId), text };
    notes.set(note.id, note);
    return note;
}

/** @param {string} id @param {string} text */
export function replace(id, text) {
    const note = notes.get(id);
    if (note) {
        note.text = text;
    }
    return note;
}

/** @param {string} id */
export const remove = (id) => notes.delete(id);
