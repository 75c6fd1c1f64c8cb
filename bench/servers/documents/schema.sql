-- Documents without a schema, in SQLite: what is known of each in columns, the rest as JSON.
CREATE TABLE items (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    owner TEXT NOT NULL,
    doc TEXT NOT NULL
);
CREATE INDEX items_created ON items (created);
CREATE INDEX items_group ON items (json_extract(doc, '$.group'), created);
