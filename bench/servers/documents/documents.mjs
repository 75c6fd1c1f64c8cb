// What Bun's and Node's servers share: statements, and documents as JSON whose dates come back as dates.

export const OPEN = `
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA cache_size = -65536;
    PRAGMA mmap_size = 1073741824;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA temp_store = MEMORY;
`;

const COLUMNS = 'SELECT id, created, updated, owner, doc FROM items';
export const GET = `${COLUMNS} WHERE id = ?`;
export const PAGE = `${COLUMNS} ORDER BY created DESC, seq DESC LIMIT 50`;
export const GROUP = `${COLUMNS} WHERE json_extract(doc, '$.group') = ? ORDER BY created DESC, seq DESC LIMIT 50`;
export const INSERT = 'INSERT INTO items (id, created, updated, owner, doc) VALUES (?, ?, ?, ?, ?)';

/** Makes dates of what `encode` made of them, in place; a reviver of JSON.parse takes four times as long. */
function revive(value) {
    if (Array.isArray(value)) {
        for (let i = 0; i < value.length; i++) {
            const inner = value[i];
            if (typeof inner === 'object' && inner !== null) value[i] = revive(inner);
        }
        return value;
    }
    if (typeof value.$date === 'number') return new Date(value.$date);
    for (const name in value) {
        const inner = value[name];
        if (typeof inner === 'object' && inner !== null) value[name] = revive(inner);
    }
    return value;
}

/** A value in which a date is `{"$date": ms}`; what holds no date is not copied. */
function withoutDates(value) {
    if (value instanceof Date) return { $date: value.getTime() };
    let copy = value;
    for (const name of Object.keys(value)) {
        const inner = value[name];
        if (typeof inner !== 'object' || inner === null) continue;
        const changed = withoutDates(inner);
        if (changed === inner) continue;
        if (copy === value) copy = Array.isArray(value) ? [...value] : { ...value };
        copy[name] = changed;
    }
    return copy;
}

export function decode(id, created, updated, owner, doc) {
    const item = revive(JSON.parse(doc));
    item._id = id;
    item._owner = owner;
    item._createdDate = new Date(created);
    item._updatedDate = new Date(updated);
    return item;
}

/** Gives a new item what every item has, and the values of its row. */
export function encode(item, owner) {
    const doc = JSON.stringify(withoutDates(item));
    const now = Date.now();
    item._id = crypto.randomUUID();
    item._owner = owner;
    item._createdDate = new Date(now);
    item._updatedDate = new Date(now);
    return [item._id, now, now, owner, doc];
}

export const OWNER = 'd29ee2a0-77f6-4a18-9a53-4d2f60e0d8a1';
