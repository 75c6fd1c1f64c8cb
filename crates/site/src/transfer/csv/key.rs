//! A field's key from its name. Wix makes one when a field is added; exported files only have the
//! names.

/// The key of a field with this name: `Song Title` has `songTitle`, `FULL DATE` has `fullDate`.
///
/// Wix documents that keys are derived, not how; its own collections show it (`Media Type` is
/// `mediaType`, `Size In Bytes` is `sizeInBytes`). A name that is a key already, as when somebody
/// wrote the file by program (`first_name`, `tipo_rp`, `toUnderground`), stays as it is. Empty when
/// the name has no letter or digit.
pub fn field_key(name: &str) -> String {
    let name = name.trim();
    if is_key(name) {
        return name.to_owned();
    }
    let mut key = String::with_capacity(name.len());
    for word in name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        push_word(&mut key, word);
    }
    key
}

/// Whether a header is a field's key as it stands.
pub(super) fn is_key(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'))
}

fn push_word(key: &mut String, word: &str) {
    let is_shouted = !word.chars().any(char::is_lowercase);
    let mut letters = word.chars();
    let first = letters.next();
    if key.is_empty() {
        key.extend(first.into_iter().flat_map(char::to_lowercase));
    } else {
        key.extend(first.into_iter().flat_map(char::to_uppercase));
    }
    if is_shouted {
        key.extend(letters.flat_map(char::to_lowercase));
    } else {
        key.extend(letters);
    }
}

#[cfg(test)]
mod tests {
    use super::field_key;

    #[test]
    fn keys_are_in_camel_case() {
        for (name, key) in [
            ("Title", "title"),
            ("Song Title", "songTitle"),
            ("Songwriter ", "songwriter"),
            ("FULL DATE", "fullDate"),
            ("QUOTE", "quote"),
            ("date written", "dateWritten"),
            ("Size In Bytes", "sizeInBytes"),
            ("Description/Detail", "descriptionDetail"),
            ("Address 2", "address2"),
            ("2nd Address", "2ndAddress"),
            ("Horario de envío", "horarioDeEnvío"),
            ("Straße", "straße"),
            ("שם", "שם"),
            ("myField", "myField"),
            ("MyField Name", "myFieldName"),
            ("tipo_rp", "tipo_rp"),
            ("Nombre_Completo", "nombreCompleto"),
            ("_private", "_private"),
            ("address.city", "addressCity"),
            ("$price", "price"),
            ("??", ""),
        ] {
            assert_eq!(field_key(name), key, "{name}");
        }
    }
}
