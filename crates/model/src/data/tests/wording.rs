//! Case folding, by example.

use super::super::Folded;

#[test]
fn case_is_folded_for_all_of_unicode() {
    let pairs = [
        ("Straße", "STRASSE"),
        ("STRASSE", "straße"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("Привет", "пРИВЕТ"),
        ("ﬁne", "FINE"),
        ("\u{212a}elvin", "kelvin"),
        ("𐐀", "𐐨"),
        ("Ǆ", "ǆ"),
        ("K", "\u{212a}"),
        ("ՙև", "ՙԵՒ"),
    ];
    for (text, part) in pairs {
        let folded = Folded::from(part);
        assert!(
            folded.is_in(text) && folded.is_start_of(text) && folded.is_end_of(text),
            "{text} {part}"
        );
    }
    assert!(!Folded::from("ı").is_in("i"));
    assert!(!Folded::from("e").is_in("é"));
}

#[test]
fn long_texts_are_folded_too() {
    let text = format!("{}NEEDLE", "x".repeat(100_000));
    assert!(Folded::from("xneedle").is_in(&text) && Folded::from("Needle").is_end_of(&text));
    assert!(Folded::from("").is_in(""));
    assert!(!Folded::from("a").is_in(""));
}
