//! Strings cross both ways without loss.

use proptest::prelude::*;
use velodrome_engine::*;

use crate::support::{eval, vm};

fn round_trip(scope: Scope<'_>, text: &str) {
    let value = scope.string(text);
    assert_eq!(value.to_str_lossy(), text);
    let length = value.to_json(0).ok().flatten().map(|json| json.len());
    assert!(length.is_some_and(|len| len >= text.len()));
    let mut out = b"before".to_vec();
    assert!(value.write_utf8(&mut out));
    assert_eq!(&out[6..], text.as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_texts(texts in proptest::collection::vec(".{0,80}|[\0-\u{ff}]{0,700}|[a-z\0]{500,530}", 1..30)) {
        vm().enter(|scope| texts.iter().for_each(|text| round_trip(scope, text))).expect("alive");
    }

    #[test]
    fn any_units(units in proptest::collection::vec(prop_oneof![any::<u16>(), 0xd7f0..0xe010_u16, 0..0x100_u16], 0..200)) {
        vm().enter(|scope| {
            let value = scope.string_utf16(&units);
            assert_eq!(value.to_str_lossy(), String::from_utf16_lossy(&units));
            let object = scope.object();
            object.set("s", value).ok().expect("set");
            let length = eval(scope, "(o => o.s.length)").as_object().expect("function").call(None, &[object.into()]);
            assert_eq!(length.ok().and_then(Value::as_number), Some(units.len() as f64));
        }).expect("alive");
    }

    #[test]
    fn any_latin1(bytes in proptest::collection::vec(any::<u8>(), 0..700)) {
        vm().enter(|scope| {
            let expected: String = bytes.iter().map(|&byte| char::from(byte)).collect();
            assert_eq!(scope.string_latin1(&bytes).to_str_lossy(), expected);
        }).expect("alive");
    }
}

#[test]
fn edges() {
    vm().enter(|scope| {
        for text in [
            "",
            "\0",
            "a\0b",
            "\u{7f}\u{80}",
            "é",
            "éx",
            "💡",
            "\u{feff}x",
            "ไทย",
        ] {
            round_trip(scope, text);
        }
        let cut = eval(scope, "'éx' + '\\ud800'");
        assert_eq!(cut.to_str_lossy(), "éx\u{fffd}");
        assert_eq!(
            eval(scope, "'\\udc00\\ud83d' + '\\ud83d\\udca1'").to_str_lossy(),
            "\u{fffd}\u{fffd}💡"
        );
        assert_eq!(eval(scope, "5").to_str_lossy(), "");
        assert!(!eval(scope, "({})").write_utf8(&mut Vec::new()));
        let long = eval(scope, "'é'.repeat(1000)").to_string_prefix(10).ok();
        assert_eq!(long, Some("é".repeat(10)));
    })
    .expect("alive");
}

#[test]
fn ten_megabytes() {
    vm().enter(|scope| {
        round_trip(scope, &"0123456789".repeat(1 << 20));
        round_trip(scope, &"0123\0💡é".repeat(1 << 20));
        let code = format!("/* {} */ 'grüße'", "ä".repeat(3 << 20));
        assert_eq!(eval(scope, &code).to_str_lossy(), "grüße");
    })
    .expect("alive");
}

#[test]
fn a_text_is_read_whatever_it_was_made_of() {
    let vm = vm();
    vm.enter(|scope| {
        let cases = [
            ("''", ""),
            ("'a'", "a"),
            ("'\\u0416'", "\u{416}"),
            (
                "['left,', 'right'].join('').concat('-', 'again')",
                "left,right-again",
            ),
            (
                "'\\xe9'.concat('a'.repeat(3), '\\u20ac')",
                "\u{e9}aaa\u{20ac}",
            ),
            (
                "'a long text of which a part is taken'.substring(7, 30)",
                "text of which a part is",
            ),
            (
                "JSON.stringify({ a: ['\\u20ac', 1] })",
                "{\"a\":[\"\u{20ac}\",1]}",
            ),
        ];
        for (code, text) in cases {
            let value = eval(scope, code);
            // Asked twice: the first look makes a concatenation flat.
            assert_eq!(value.to_str_lossy(), text, "{code}");
            assert_eq!(value.to_str_lossy(), text, "{code}");
        }
        for code in [
            "1",
            "true",
            "null",
            "Symbol('s')",
            "10n",
            "({})",
            "new String('boxed')",
        ] {
            let mut out = vec![b'.'];
            assert!(!eval(scope, code).write_utf8(&mut out), "{code}");
            assert_eq!(out, b".", "{code}");
        }
    })
    .expect("nothing ends it");
}

#[test]
fn json_is_parsed_whatever_its_letters_are() {
    let vm = vm();
    vm.enter(|scope| {
        for text in [
            "{\"a\":[1,\"x\",null]}",
            "\"\u{e9}\"",
            "[\"\u{416}\",\"\u{1f4a1}\"]",
            "-1.5e3",
        ] {
            let json = scope
                .json(text)
                .and_then(|value| value.to_json(0).ok().flatten());
            let wanted = if text == "-1.5e3" { "-1500" } else { text };
            assert_eq!(json.as_deref(), Some(wanted));
        }
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            "{'a':1}",
            "undefined",
            "\"\u{e9}",
            "[\"\u{416}\"",
        ] {
            assert!(scope.json(text).is_none(), "{text}");
        }
        // Deeper than the parser's stack: no value, and the VM goes on.
        let deep = "[".repeat(500_000);
        assert!(scope.json(&deep).is_none());
        assert_eq!(
            eval(scope, "'still' + ' here'").to_str_lossy(),
            "still here"
        );
    })
    .expect("nothing ends it");
}
