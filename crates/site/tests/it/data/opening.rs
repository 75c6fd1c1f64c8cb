//! When the store is opened, and for whom it is the same.

use super::{ANYONE, Lines, Site, service};
use serde_json::json;
use std::sync::Arc;
use velodrome_model::data::DataOp;
use velodrome_site::config::Mode;
use velodrome_site::data::{DataSession, FILE_NAME};

#[test]
fn nothing_is_there_before_the_first_operation() {
    let site = Site::dev("[collections.A]\nunique = [\"x\"]\n");
    let entries = || {
        std::fs::read_dir(site.dir.path())
            .expect("a folder")
            .count()
    };
    assert_eq!(entries(), 0);
    assert_eq!(site.get("A", "1"), json!(null));
    assert!(site.dir.path().join(FILE_NAME).is_file());
    let ignored = std::fs::read_to_string(site.dir.path().join(".gitignore"));
    assert_eq!(ignored.expect("a file"), "*\n");
}

#[test]
fn the_folder_is_made_too() {
    let dir = tempfile::tempdir().expect("a folder");
    let below = dir.path().join("a/b");
    let session = DataSession::new(service(&below, Mode::Dev, "", &Arc::default()));
    assert!(session.declarations(false).contains("\"userId\":\""));
    assert!(below.join(FILE_NAME).is_file());
}

#[test]
fn the_visitor_is_the_same_for_all_threads_and_processes() {
    let site = Site::dev("");
    let owner = site.insert("A", json!({}))["_owner"].clone();
    let visitor = owner.as_str().expect("a string");
    assert_eq!((visitor.len(), visitor.matches('-').count()), (36, 4));
    let declared = |session: &DataSession| -> serde_json::Value {
        serde_json::from_str(&session.declarations(false)).expect("JSON")
    };
    let other_thread = DataSession::new(Arc::clone(&site.service));
    assert_eq!(declared(&other_thread)["identity"]["userId"], owner);
    let again = site.again(Mode::Serve, "strict_collections = false");
    assert_eq!(again.insert("A", json!({}))["_owner"], owner);
    assert_eq!(
        declared(&again.session.borrow())["identity"]["userRole"],
        "anonymous"
    );
}

#[test]
fn two_processes_share_the_file() {
    let one = Site::dev("");
    let logs = Arc::new(Lines::default());
    let other = DataSession::new(service(one.dir.path(), Mode::Dev, "", &logs));
    one.insert("A", json!({"_id": "1", "x": 1}));
    let mine = one.session.replace(other);
    assert_eq!(one.get("A", "1")["x"], 1);
    let changed = one.ask(DataOp::Update, "A", json!({"_id": "1", "x": 2}));
    assert_eq!(changed.expect("updated")["x"], 2);
    one.session.replace(mine);
    assert_eq!(one.get("A", "1")["x"], 2);
}

#[test]
fn what_was_declared_is_told() {
    let site = Site::dev(
        "[collections.A.fields]\nx = { references = \"B\" }\ny = { multiple = true }\n[collections.B]\n",
    );
    let declared: serde_json::Value =
        serde_json::from_str(&site.session.borrow().declarations(false)).expect("JSON");
    let wanted = json!({
        "A": {"fields": {
            "x": {"references": "B", "multiple": false},
            "y": {"references": null, "multiple": true},
        }},
        "B": {"fields": {}},
    });
    assert_eq!(declared["collections"], wanted);
}

#[test]
fn what_cannot_be_opened_is_an_error_until_it_can() {
    let dir = tempfile::tempdir().expect("a folder");
    let blocked = dir.path().join("data");
    std::fs::write(&blocked, "not a folder").expect("a file");
    let site = Site::dev("");
    let logs = Arc::clone(&site.logs);
    let session = DataSession::new(service(&blocked, Mode::Dev, "", &logs));
    site.session.replace(session);
    let refused = site.call(DataOp::Get, "A", "1", ANYONE);
    assert_eq!(refused, Err("WDE0053".to_owned()));
    let text = site.text(DataOp::Get, "A", "1", ANYONE);
    assert!(!text.contains(&*blocked.to_string_lossy()), "{text}");
    assert!(
        site.has_logged(&blocked.to_string_lossy()),
        "{:?}",
        site.logs()
    );
    std::fs::remove_file(&blocked).expect("removed");
    assert_eq!(site.get("A", "1"), json!(null));
}
