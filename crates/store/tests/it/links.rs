//! Multi-references: added, removed, replaced, gone with their items.

use velodrome_store::{Action, Written};

use crate::support::{Fixture, item};

fn texts(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|&id| id.to_owned()).collect()
}

fn link(from: &str, to: &[&str], target: Option<&str>) -> Action {
    Action::Link {
        field: "authors".to_owned(),
        from: from.to_owned(),
        to: texts(to),
        target: target.map(str::to_owned),
    }
}

fn unlink(from: &str, to: &[&str]) -> Action {
    Action::Unlink {
        field: "authors".to_owned(),
        from: from.to_owned(),
        to: texts(to),
    }
}

fn relink(from: &str, to: &[&str]) -> Action {
    Action::Relink {
        field: "authors".to_owned(),
        from: from.to_owned(),
        to: texts(to),
        target: None,
    }
}

#[test]
fn links_keep_the_order_of_their_adding() {
    let fixture = Fixture::new();
    assert_eq!(
        fixture.write("books", link("b", &["z", "a"], None)),
        Ok(Written::Done)
    );
    assert_eq!(
        fixture.write("books", link("b", &["m"], None)),
        Ok(Written::Done)
    );
    assert_eq!(fixture.links("books", "authors", "b"), ["z", "a", "m"]);
    assert_eq!(
        fixture.refusal("books", link("b", &["new", "a"], None)),
        29,
        "one that exists refuses all"
    );
    assert_eq!(fixture.links("books", "authors", "b"), ["z", "a", "m"]);
    assert_eq!(
        fixture.write("books", unlink("b", &["a"])),
        Ok(Written::Done)
    );
    assert_eq!(fixture.refusal("books", unlink("b", &["z", "a"])), 153);
    assert_eq!(fixture.links("books", "authors", "b"), ["z", "m"]);
}

#[test]
fn a_replacement_is_all_there_is() {
    let fixture = Fixture::new();
    fixture
        .write("books", link("b", &["x", "y"], None))
        .expect("it is written");
    fixture
        .write("books", link("other", &["x"], None))
        .expect("it is written");
    let again = relink("b", &["q", "y", "q", "a"]);
    assert_eq!(fixture.write("books", again), Ok(Written::Done));
    assert_eq!(fixture.links("books", "authors", "b"), ["q", "y", "a"]);
    assert_eq!(fixture.links("books", "authors", "other"), ["x"]);
    assert_eq!(fixture.write("books", relink("b", &[])), Ok(Written::Done));
    assert!(fixture.links("books", "authors", "b").is_empty());
}

#[test]
fn a_removed_item_takes_its_links_along() {
    let fixture = Fixture::new();
    for (collection, id) in [
        ("books", "b"),
        ("people", "p"),
        ("people", "q"),
        ("towns", "p"),
    ] {
        let wire = format!(r#"{{"_id":"{id}"}}"#);
        fixture.item(collection, Action::Insert(item(&wire)));
    }
    let add = |from, to: &[&str], target| {
        fixture
            .write("books", link(from, to, target))
            .expect("it is written");
    };
    add("b", &["p", "q"], Some("people"));
    add("c", &["p"], Some("towns"));
    add("d", &["p"], None);
    fixture
        .write("people", Action::Remove("p".to_owned()))
        .expect("it is removed");
    assert_eq!(fixture.links("books", "authors", "b"), ["q"]);
    assert_eq!(
        fixture.links("books", "authors", "c"),
        ["p"],
        "another collection's p"
    );
    assert!(
        fixture.links("books", "authors", "d").is_empty(),
        "any p was meant"
    );
    fixture
        .write("books", Action::Remove("b".to_owned()))
        .expect("it is removed");
    assert!(fixture.links("books", "authors", "b").is_empty());
}

#[test]
fn an_emptied_or_dropped_collection_has_no_links() {
    for action in [Action::Truncate, Action::DropCollection] {
        let fixture = Fixture::new();
        fixture.item("people", Action::Insert(item(r#"{"_id":"p"}"#)));
        fixture.item("towns", Action::Insert(item(r#"{"_id":"t"}"#)));
        let add = |collection, target, to: &str| {
            fixture
                .write(collection, link("b", &[to], target))
                .expect("it is written");
        };
        add("books", Some("people"), "unknown");
        add("books", None, "p");
        add("books", Some("towns"), "t");
        add("people", Some("towns"), "t");
        fixture.write("people", action).expect("it is done");
        assert_eq!(fixture.links("books", "authors", "b"), ["t"]);
        assert!(fixture.links("people", "authors", "b").is_empty());
        fixture.assert_sound();
    }
}
