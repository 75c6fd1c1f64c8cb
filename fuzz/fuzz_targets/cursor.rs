//! Any text is refused as a cursor, and so is a sealed one that was changed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use velodrome_model::cursor::{
    CursorContent, CursorKey, CursorKeys, CursorScope, Direction, Position,
};

fuzz_target!(|input: (&str, &str, u16, u8)| {
    let (text, filter, place, byte) = input;
    let scope = CursorScope {
        application: "application",
        instance: "instance",
        endpoint: "/v1/contacts",
    };
    let keys = CursorKeys::new(CursorKey::new(1, &[7; 32]), []);
    assert!(keys.open(&scope, text, 0).is_err());

    let content = CursorContent {
        filter: filter.to_owned(),
        page_size: 50,
        direction: Direction::Next,
        position: Position::Keys(text.to_owned()),
        issued_at_ms: 0,
    };
    let Ok(cursor) = keys.seal(&scope, &content, [9; 12]) else {
        return;
    };
    assert_eq!(keys.open(&scope, &cursor, 0).as_ref(), Ok(&content));
    let mut changed = cursor.clone().into_bytes();
    let place = usize::from(place) % changed.len();
    changed[place] = byte;
    if let Ok(changed) = String::from_utf8(changed)
        && changed != cursor
    {
        assert!(keys.open(&scope, &changed, 0).is_err());
    }
});
