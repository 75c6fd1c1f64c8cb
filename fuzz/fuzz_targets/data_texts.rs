//! Items and queries that anybody may hand over: nothing panics, and what is taken can be written
//! down, found and matched again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use velodrome_model::data::{Aggregate, Filter, Item, Query, Value, key, public, reader};

fuzz_target!(|input: (&str, &str)| {
    let (text, question) = input;
    let _ = Aggregate::parse(question);
    let filter = Filter::parse(question);
    let query = Query::parse(question);
    let Ok(item) = Item::parse(text) else { return };
    let Ok(document) = item.compose("id", "owner", 1, 2) else {
        return;
    };

    let again = Item::parse(&document).expect("a stored form is an item");
    assert_eq!(again.compose("id", "owner", 1, 2).as_ref(), Ok(&document));
    assert!(Value::parse(&document).is_ok());
    let mut file = String::new();
    public::document(&document, &mut file);
    let from_file = Item::parse(&file).expect("a public form is an item");
    assert_eq!(
        from_file.compose("id", "owner", 1, 2).as_ref(),
        Ok(&document)
    );

    if let Ok(filter) = filter {
        filter.matches(&document);
    }
    if let Ok(query) = query {
        query.filter.matches(&document);
        let mut projected = String::new();
        reader::project(&document, &query.fields, &mut projected);
        assert!(Value::parse(&projected).is_ok());
        for sort in &query.sort {
            let raw = reader::find(&document, &sort.path);
            assert!(raw.is_none() || key::of(&document, &sort.path) == raw.and_then(key::encode));
        }
    }
});
