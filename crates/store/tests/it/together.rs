//! Actions that are carried out together, or not at all, and only when nothing has changed meanwhile.

use velodrome_store::{Action, Guard, Written};

use crate::support::{Fixture, item};

const FIELD: &str = "keys";

fn relink(from: &str, to: &[&str]) -> Action {
    Action::Relink {
        field: FIELD.to_owned(),
        from: from.to_owned(),
        to: to.iter().map(|&id| id.to_owned()).collect(),
        target: None,
    }
}

fn together(guard: Option<Guard>, actions: Vec<Action>) -> Action {
    Action::Together { guard, actions }
}

fn unlinked(key: &str) -> Option<Guard> {
    Some(Guard::Unlinked {
        field: FIELD.to_owned(),
        to: vec!["other".to_owned(), key.to_owned()],
    })
}

#[test]
fn all_are_carried_out_or_none() {
    let fixture = Fixture::new();
    let insert = |id: &str| Action::Insert(item(&format!(r#"{{"_id":"{id}"}}"#)));
    let written = fixture.item(
        "people",
        together(None, vec![insert("1"), relink("1", &["a", "b"])]),
    );
    assert_eq!(written["_id"], "1");
    assert_eq!(fixture.links("people", FIELD, "1"), ["a", "b"]);
    let refused = together(None, vec![insert("2"), relink("2", &["a"]), insert("1")]);
    assert_eq!(fixture.refusal("people", refused), 74);
    assert_eq!(fixture.documents("people").len(), 1);
    assert!(fixture.links("people", FIELD, "2").is_empty());
    let removed = together(None, vec![Action::Remove("1".to_owned()), insert("3")]);
    assert!(matches!(
        fixture.write("people", removed),
        Ok(Written::Removed(Some(_)))
    ));
    assert_eq!(fixture.documents("people").len(), 1);
    fixture.assert_sound();
}

#[test]
fn nothing_is_written_over_what_was_not_seen() {
    let fixture = Fixture::new();
    let Ok(Written::Item(stored)) =
        fixture.write("people", Action::Insert(item(r#"{"_id":"1","n":1}"#)))
    else {
        panic!("it is new");
    };
    let update = |stored: &str, n: u32| {
        let guard = Guard::Item {
            id: "1".to_owned(),
            stored: stored.to_owned(),
        };
        let item = item(&format!(r#"{{"_id":"1","n":{n}}}"#));
        fixture.write("people", together(Some(guard), vec![Action::Update(item)]))
    };
    let Ok(Written::Item(second)) = update(&stored, 2) else {
        panic!("nobody wrote meanwhile");
    };
    assert_eq!(update(&stored, 3), Ok(Written::Stale));
    assert_eq!(fixture.documents("people")[0]["n"], 2);
    fixture
        .write("people", Action::Remove("1".to_owned()))
        .expect("it is there");
    assert_eq!(update(&second, 3), Ok(Written::Stale));
}

#[test]
fn a_key_is_taken_once() {
    let fixture = Fixture::new();
    let take = |id: &str, key: &str| {
        let insert = Action::Insert(item(&format!(r#"{{"_id":"{id}"}}"#)));
        fixture.write(
            "people",
            together(unlinked(key), vec![insert, relink(id, &[key])]),
        )
    };
    assert!(matches!(take("1", "a"), Ok(Written::Item(_))));
    assert_eq!(take("2", "a"), Ok(Written::Stale));
    assert!(matches!(take("2", "b"), Ok(Written::Item(_))));
    fixture
        .write("people", Action::Remove("1".to_owned()))
        .expect("it is there");
    assert!(matches!(take("3", "a"), Ok(Written::Item(_))));
    assert_eq!(fixture.documents("people").len(), 2);
}
