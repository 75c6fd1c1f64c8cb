//! Sealed cursors: what goes in comes out, and nothing else goes in.

use proptest::prelude::*;
use proptest::sample::Index;
use velodrome_model::cursor::{
    CURSOR_FILTER_BYTES_MAX, CURSOR_LIFETIME_MS_DEFAULT, CURSOR_NONCE_BYTES, CursorContent,
    CursorError, CursorKey, CursorKeys, CursorScope, CursorTooLong, Direction, Position,
};

const SCOPE: CursorScope<'_> = CursorScope {
    application: "e37bd20e-a4a3-4cf8-b392-03269add8b69",
    instance: "d0f9764d-d255-490c-95da-d16e0efaf423",
    endpoint: "/v1/contacts",
};
const NOW_MS: i64 = 1_412_763_651_036;
const NONCE: [u8; CURSOR_NONCE_BYTES] = [9; CURSOR_NONCE_BYTES];

fn key(id: u32) -> CursorKey {
    let mut bytes = [7; 32];
    bytes[..4].copy_from_slice(&id.to_be_bytes());
    CursorKey::new(id, &bytes)
}

fn keys() -> CursorKeys {
    CursorKeys::new(key(1), [])
}

fn content() -> CursorContent {
    CursorContent {
        filter: "email=a@b.c&labels=x".to_owned(),
        page_size: 50,
        direction: Direction::Next,
        position: Position::Id {
            created_ms: NOW_MS - 1000,
            id: "2c4436a4-13be-4581-99b2-69ed2781c7c9".to_owned(),
        },
        issued_at_ms: NOW_MS,
    }
}

fn sealed() -> String {
    keys()
        .seal(&SCOPE, &content(), NONCE)
        .expect("a short content")
}

#[test]
fn only_its_own_application_instance_and_endpoint_can_use_it() {
    let cursor = sealed();
    assert_eq!(keys().open(&SCOPE, &cursor, NOW_MS), Ok(content()));
    for scope in [
        CursorScope {
            application: "another",
            ..SCOPE
        },
        CursorScope {
            instance: "another",
            ..SCOPE
        },
        CursorScope {
            endpoint: "/v1/activities",
            ..SCOPE
        },
        CursorScope {
            application: SCOPE.instance,
            instance: SCOPE.application,
            ..SCOPE
        },
    ] {
        assert_eq!(
            keys().open(&scope, &cursor, NOW_MS),
            Err(CursorError::Foreign)
        );
        let much_later = NOW_MS + 2 * CURSOR_LIFETIME_MS_DEFAULT;
        assert_eq!(
            keys().open(&scope, &cursor, much_later),
            Err(CursorError::Foreign)
        );
    }
}

#[test]
fn parts_of_a_scope_do_not_run_together() {
    let scope = |application, instance| CursorScope {
        application,
        instance,
        endpoint: "",
    };
    let cursor = keys().seal(&scope("ab", "c"), &content(), NONCE).unwrap();
    assert_eq!(
        keys().open(&scope("a", "bc"), &cursor, NOW_MS),
        Err(CursorError::Foreign)
    );
    assert_eq!(
        keys().open(&scope("abc", ""), &cursor, NOW_MS),
        Err(CursorError::Foreign)
    );
}

#[test]
fn it_expires_with_the_walk_it_belongs_to() {
    let cursor = sealed();
    let last_ms = NOW_MS + CURSOR_LIFETIME_MS_DEFAULT;
    assert_eq!(CURSOR_LIFETIME_MS_DEFAULT, 1_800_000);
    assert_eq!(keys().open(&SCOPE, &cursor, last_ms), Ok(content()));
    let age_ms = CURSOR_LIFETIME_MS_DEFAULT + 1;
    assert_eq!(
        keys().open(&SCOPE, &cursor, last_ms + 1),
        Err(CursorError::Expired { age_ms })
    );
    // Another node's clock may be behind.
    assert_eq!(keys().open(&SCOPE, &cursor, NOW_MS - 5000), Ok(content()));
    assert!(keys().open(&SCOPE, &cursor, i64::MIN).is_ok());
    let mut short = keys();
    short.lifetime_ms = 10;
    assert!(short.open(&SCOPE, &cursor, NOW_MS + 11).is_err());
}

#[test]
fn keys_are_rotated_without_losing_cursors() {
    let before = sealed();
    let rotated = CursorKeys::new(key(2), [key(1)]);
    let after = rotated.seal(&SCOPE, &content(), NONCE).unwrap();
    assert_eq!(rotated.open(&SCOPE, &before, NOW_MS), Ok(content()));
    assert_eq!(rotated.open(&SCOPE, &after, NOW_MS), Ok(content()));
    assert_eq!(
        keys().open(&SCOPE, &after, NOW_MS),
        Err(CursorError::UnknownKey)
    );
    let forgotten = CursorKeys::new(key(2), []);
    assert_eq!(
        forgotten.open(&SCOPE, &before, NOW_MS),
        Err(CursorError::UnknownKey)
    );
    // The same id with another key is no key of ours.
    let other = CursorKeys::new(CursorKey::new(1, &[0; 32]), []);
    assert_eq!(
        other.open(&SCOPE, &before, NOW_MS),
        Err(CursorError::Tampered)
    );
}

#[test]
fn other_spellings_of_the_same_bytes_are_refused() {
    // Three lengths, so that each number of unused bits at the end occurs.
    for filter in ["", "a", "ab"] {
        let content = CursorContent {
            filter: filter.to_owned(),
            ..content()
        };
        let cursor = keys().seal(&SCOPE, &content, NONCE).unwrap();
        assert_eq!(keys().open(&SCOPE, &cursor, NOW_MS), Ok(content));
        let standard = cursor.replace('-', "+").replace('_', "/");
        let spellings = [
            format!("{cursor}="),
            format!("{cursor}=="),
            format!(" {cursor}"),
            format!("{cursor}\n"),
            format!("{}\n{}", &cursor[..20], &cursor[20..]),
            format!("{cursor}A"),
            cursor.to_ascii_lowercase(),
            standard,
        ];
        for spelling in spellings.iter().filter(|spelling| **spelling != cursor) {
            assert_eq!(
                keys().open(&SCOPE, spelling, NOW_MS),
                Err(CursorError::Tampered),
                "{spelling}"
            );
        }
        for last in b' '..=b'~' {
            let spelling = format!("{}{}", &cursor[..cursor.len() - 1], char::from(last));
            if spelling != cursor {
                assert_eq!(
                    keys().open(&SCOPE, &spelling, NOW_MS),
                    Err(CursorError::Tampered),
                    "{spelling}"
                );
            }
        }
    }
}

#[test]
fn what_is_no_cursor_is_refused() {
    let cursor = sealed();
    for length in 0..cursor.len() {
        assert_eq!(
            keys().open(&SCOPE, &cursor[..length], NOW_MS),
            Err(CursorError::Tampered)
        );
    }
    for text in ["0", "-1", "é", &"A".repeat(100_000)] {
        assert_eq!(
            keys().open(&SCOPE, text, NOW_MS),
            Err(CursorError::Tampered)
        );
    }
}

#[test]
fn what_is_too_long_is_not_sealed() {
    let longest = CursorContent {
        filter: "f".repeat(CURSOR_FILTER_BYTES_MAX),
        position: Position::Keys("k".repeat(1024)),
        ..content()
    };
    let cursor = keys().seal(&SCOPE, &longest, NONCE).unwrap();
    assert_eq!(keys().open(&SCOPE, &cursor, NOW_MS), Ok(longest.clone()));
    let filter = "f".repeat(CURSOR_FILTER_BYTES_MAX + 1);
    let longer = CursorContent {
        filter,
        ..longest.clone()
    };
    assert_eq!(keys().seal(&SCOPE, &longer, NONCE), Err(CursorTooLong));
    let position = Position::Keys("k".repeat(1025));
    let longer = CursorContent {
        position,
        ..longest
    };
    assert_eq!(keys().seal(&SCOPE, &longer, NONCE), Err(CursorTooLong));
}

#[test]
fn nothing_of_the_content_can_be_read() {
    let bytes = data_encoding::BASE64URL_NOPAD
        .decode(sealed().as_bytes())
        .unwrap();
    let has = |text: &str| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(!has("email") && !has("2c4436a4") && !has(SCOPE.application) && !has("contacts"));
}

#[test]
fn codes_and_messages_are_distinct() {
    let all = [
        CursorError::Tampered,
        CursorError::UnknownKey,
        CursorError::Foreign,
        CursorError::Expired { age_ms: 1 },
    ];
    for (index, error) in all.iter().enumerate() {
        for other in &all[..index] {
            assert_ne!(error.code(), other.code());
            assert_ne!(error.message(), other.message());
        }
    }
}

fn position() -> impl Strategy<Value = Position> {
    prop_oneof![
        any::<(i64, i64)>().prop_map(|(created_ms, sequence)| Position::Sequence {
            created_ms,
            sequence
        }),
        any::<(i64, String)>().prop_map(|(created_ms, id)| Position::Id { created_ms, id }),
        any::<String>().prop_map(Position::Keys),
    ]
}

prop_compose! {
    fn any_content()(
        filter: String,
        page_size: u16,
        is_next: bool,
        position in position(),
        issued_at_ms in NOW_MS - CURSOR_LIFETIME_MS_DEFAULT..=NOW_MS,
    ) -> CursorContent {
        let direction = if is_next { Direction::Next } else { Direction::Previous };
        CursorContent { filter, page_size, direction, position, issued_at_ms }
    }
}

proptest! {
    #[test]
    fn what_is_sealed_is_opened(content in any_content(), nonce: [u8; CURSOR_NONCE_BYTES]) {
        let cursor = keys().seal(&SCOPE, &content, nonce).unwrap();
        prop_assert!(cursor.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        prop_assert_eq!(keys().open(&SCOPE, &cursor, NOW_MS), Ok(content));
    }

    #[test]
    fn any_changed_character_is_refused(content in any_content(), place: Index, to in "[A-Za-z0-9_-]") {
        let cursor = keys().seal(&SCOPE, &content, NONCE).unwrap();
        let place = place.index(cursor.len());
        prop_assume!(cursor[place..=place] != to);
        let changed = format!("{}{to}{}", &cursor[..place], &cursor[place + 1..]);
        prop_assert!(keys().open(&SCOPE, &changed, NOW_MS).is_err());
    }

    #[test]
    fn any_text_is_refused(text in "[A-Za-z0-9_-]{0,200}|AQAAAA[A-Za-z0-9_-]{80,200}|\\PC{0,60}") {
        prop_assert!(keys().open(&SCOPE, &text, NOW_MS).is_err());
    }
}

#[test]
fn every_flipped_bit_is_refused() {
    let bytes = data_encoding::BASE64URL_NOPAD
        .decode(sealed().as_bytes())
        .unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let cursor = data_encoding::BASE64URL_NOPAD.encode(&flipped);
        let error = keys().open(&SCOPE, &cursor, NOW_MS).unwrap_err();
        // Only the key's id is read before it is known that nothing was changed.
        let is_key_id = (8..40).contains(&bit);
        let expected = if is_key_id {
            CursorError::UnknownKey
        } else {
            CursorError::Tampered
        };
        assert_eq!(error, expected, "bit {bit}");
    }
}
