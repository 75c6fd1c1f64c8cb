//! Pages from a place onwards: the same documents in the same order as one long page, both ways,
//! whatever the way to them.

use velodrome_model::data::{Path, Place, Query, Seek};
use velodrome_store::{Action, IndexDeclaration, Page, Session, Store};

use super::support::{Fixture, item};

const DOCUMENTS: i64 = 90;

/// Documents of which several share a millisecond, a group, or everything but the id.
fn fixture() -> Fixture {
    let fixture = Fixture::new();
    for number in 0..DOCUMENTS {
        let json = format!(
            r#"{{"_id":"{number:03}","_createdDate":{{"$date":{}}},"group":{},"name":"n{}","tags":["t{}"],"long":"{}"}}"#,
            1_000 + (number * 7 % 40),
            match number % 7 {
                0 => "null".to_owned(),
                group => group.to_string(),
            },
            number % 11,
            number % 3,
            "x".repeat(290 + (number % 17) as usize),
        );
        fixture.item("things", Action::Insert(item(&json)));
    }
    fixture
}

fn page(session: &dyn Session, query: &str, limit: u64, seek: Option<Seek>) -> Page {
    let query = Query {
        limit,
        seek,
        places: true,
        total: true,
        ..Query::parse(query).expect("it is a query")
    };
    session
        .query("things", query)
        .wait()
        .expect("it can be read")
}

fn ids(page: &Page) -> Vec<String> {
    let id = |doc: &str| doc[8..11].to_owned();
    page.documents.iter().map(id).collect()
}

fn seek(place: &Place, backwards: bool) -> Option<Seek> {
    Some(Seek {
        place: place.clone(),
        backwards,
    })
}

/// Walks forth and back by `step` and compares with the whole.
fn walk(session: &dyn Session, query: &str, step: u64) {
    let whole = page(session, query, 1_000, None);
    let expected = ids(&whole);
    assert_eq!(whole.places.len(), expected.len(), "{query}");
    let (mut found, mut pages) = (Vec::new(), Vec::new());
    let mut next = page(session, query, step, None);
    while !next.documents.is_empty() {
        assert_eq!(next.total, whole.total, "{query}");
        found.extend(ids(&next));
        let last = next.places.last().expect("a page has places").clone();
        pages.push(next);
        next = page(session, query, step, seek(&last, false));
    }
    assert_eq!(found, expected, "{query} by {step}");
    for pair in pages.windows(2).rev() {
        let back = page(session, query, step, seek(&pair[1].places[0], true));
        assert_eq!(ids(&back), ids(&pair[0]), "{query} by {step}, back");
        assert_eq!(back.places, pair[0].places, "{query} by {step}, back");
    }
    let before = page(session, query, step, seek(&pages[0].places[0], true));
    assert!(before.documents.is_empty() && before.places.is_empty());
}

#[test]
fn walks_give_what_one_long_page_gives() {
    let fixture = fixture();
    let session = fixture.store.session();
    let run = |session: &dyn Session| {
        for sort in [
            "",
            r#","sort":[{"field":"name"}]"#,
            r#","sort":[{"field":"group","order":"desc"},{"field":"name"}]"#,
            r#","sort":[{"field":"group"}]"#,
            r#","sort":[{"field":"group","order":"desc"}]"#,
            r#","sort":[{"field":"tags"}]"#,
            r#","sort":[{"field":"long"}]"#,
            r#","sort":[{"field":"long","order":"desc"}]"#,
            r#","sort":[{"field":"_createdDate"}]"#,
            r#","sort":[{"field":"nothing"}]"#,
        ] {
            for filter in [
                "{}",
                r#"{"group":2}"#,
                r#"{"tags":"t1"}"#,
                r#"{"_createdDate":{"$gte":{"$date":1010},"$lt":{"$date":1030}}}"#,
                r#"{"_id":{"$hasSome":["001","002","050","070"]}}"#,
                r#"{"$or":[{"group":1},{"name":"n3"}]}"#,
            ] {
                let query = format!(r#"{{"filter":{filter}{sort}}}"#);
                for step in [1, 7, 50] {
                    walk(session, &query, step);
                }
            }
        }
    };
    run(&*session);
    let index = |field| IndexDeclaration {
        field: Path::parse(field).unwrap(),
        unique: false,
    };
    let indexes = ["group", "name", "tags", "long"].map(index);
    fixture
        .store
        .declare_indexes("things", &indexes)
        .wait()
        .unwrap();
    run(&*session);
}

#[test]
fn a_place_outlives_its_document_and_what_is_inserted_before_it() {
    let fixture = fixture();
    let session = fixture.store.session();
    let first = page(&*session, "{}", 10, None);
    let rest = ids(&page(&*session, "{}", 1_000, None))[10..].to_vec();
    let last = first.places.last().unwrap();
    fixture
        .write("things", Action::Remove(ids(&first)[9].clone()))
        .unwrap();
    fixture.item("things", Action::Insert(item(r#"{"_id":"new"}"#)));
    let after = page(&*session, "{}", 1_000, seek(last, false));
    assert_eq!(ids(&after), rest);
    let inserted = page(&*session, "{}", 1, seek(&first.places[0], true));
    assert_eq!(ids(&inserted), ["new"]);
}

#[test]
fn a_place_far_in_is_stepped_to() {
    let fixture = fixture();
    let session = fixture.store.session();
    let explain = |query: &str, seek: Option<Seek>| {
        let query = Query {
            limit: 10,
            seek,
            ..Query::parse(query).unwrap()
        };
        session.explain("things", query).wait().unwrap()
    };
    let place = |query: &str| page(&*session, query, 80, None).places[79].clone();
    let looked_at = |query: &str, backwards: bool| {
        let plan = explain(query, seek(&place(query), backwards));
        let note = plan.notes.iter().find(|note| note.starts_with("looked at"));
        let number = note.unwrap().split(' ').nth(2).unwrap().to_owned();
        number.parse::<u64>().unwrap()
    };
    assert_eq!(looked_at("{}", false), 10);
    assert_eq!(looked_at("{}", true), 10);
    let by_name = r#"{"sort":[{"field":"name"}]}"#;
    assert_eq!(looked_at(by_name, false), DOCUMENTS as u64);
    let name = IndexDeclaration {
        field: Path::parse("name").unwrap(),
        unique: false,
    };
    fixture
        .store
        .declare_indexes("things", &[name])
        .wait()
        .unwrap();
    // Nine documents have one name.
    assert!(looked_at(by_name, false) <= 10 + 9);
}
