//! Who may do what: every operation under every role, with and without rights that lift it.

use super::{ANYONE, Site, link};
use serde_json::{Value, json};
use velodrome_model::data::{DataOp, Options};

const ROLES: [&str; 4] = ["ANYONE", "SITE_MEMBER", "SITE_MEMBER_AUTHOR", "ADMIN"];

/// Every operation that a declared permission decides about, with an argument that works.
fn operations() -> Vec<(&'static str, DataOp, String)> {
    let json = |access, op, value: Value| (access, op, value.to_string());
    let linked = || link("tags", "1", &["2"]);
    vec![
        ("read", DataOp::Get, "1".to_owned()),
        json("read", DataOp::Query, json!({})),
        json("read", DataOp::Count, json!({})),
        json("read", DataOp::Distinct, json!({"field": "x"})),
        json("read", DataOp::Aggregate, json!({"count": true})),
        json("read", DataOp::IsReferenced, linked()),
        json(
            "read",
            DataOp::QueryReferenced,
            json!({"field": "tags", "from": "1"}),
        ),
        json("insert", DataOp::Insert, json!({})),
        json("insert", DataOp::Save, json!({})),
        json("insert", DataOp::BulkInsert, json!([{}])),
        json("insert", DataOp::BulkSave, json!([{}, {"_id": "new"}])),
        json("update", DataOp::Update, json!({"_id": "1"})),
        json("update", DataOp::Save, json!({"_id": "1"})),
        json("update", DataOp::BulkUpdate, json!([{"_id": "1"}])),
        json(
            "update",
            DataOp::BulkSave,
            json!([{"_id": "1"}, {"_id": "2"}]),
        ),
        json("update", DataOp::InsertReference, linked()),
        json("update", DataOp::RemoveReference, linked()),
        json("update", DataOp::ReplaceReferences, linked()),
        json("remove", DataOp::BulkRemove, json!(["2"])),
        ("remove", DataOp::Remove, "1".to_owned()),
    ]
}

fn site(config: &str) -> Site {
    let site = Site::dev(&format!(
        "{config}\n[collections.A.fields]\ntags = {{ multiple = true }}\n"
    ));
    for id in ["1", "2"] {
        let item = json!({ "_id": id }).to_string();
        site.call(DataOp::Insert, "A", &item, Options::SUPPRESS_AUTH)
            .expect("inserted");
    }
    site
}

#[test]
fn anonymous_callers_may_do_what_everybody_may() {
    for role in ROLES {
        for access in ["read", "insert", "update", "remove"] {
            assert_only(access, role);
        }
    }
}

/// Everything but one access is allowed to everybody, or, where that one is, nothing else.
fn assert_only(access: &str, role: &str) {
    let everybody = role == "ANYONE";
    let others = if everybody { "SITE_MEMBER" } else { "ANYONE" };
    let permissions = ["read", "insert", "update", "remove"].map(|name| {
        let role = if name == access { role } else { others };
        format!("{name} = \"{role}\"")
    });
    let permissions = permissions.join(", ");
    let site = site(&format!(
        "[collections.A]\npermissions = {{ {permissions} }}"
    ));
    for (needed, op, argument) in operations() {
        // A bulk removal for authors skips what others own.
        let skips = op == DataOp::BulkRemove && role == "SITE_MEMBER_AUTHOR";
        let is_allowed = (needed == access) == everybody || skips;
        let outcome = site.call(op, "A", &argument, ANYONE);
        let is_refused = outcome == Err("WDE0027".to_owned());
        assert_eq!(
            is_refused, !is_allowed,
            "{access} = {role}, {op:?} {argument}: {outcome:?}"
        );
    }
}

#[test]
fn rights_that_are_lifted_do_everything() {
    let admin = "[collections.A]\npermissions = { read = \"ADMIN\", insert = \"ADMIN\", update = \"ADMIN\", remove = \"ADMIN\" }";
    for options in [
        Options::SUPPRESS_AUTH,
        Options::ADMIN,
        Options::SUPPRESS_AUTH.with(Options::ADMIN),
    ] {
        let site = site(admin);
        for (_, op, argument) in operations() {
            let outcome = site.call(op, "A", &argument, options);
            assert!(outcome.is_ok(), "{op:?} {argument}: {outcome:?}");
        }
    }
}

#[test]
fn silence_allows_unless_strict() {
    for (config, is_allowed) in [("", true), ("strict_permissions = true", false)] {
        let site = site(config);
        for (_, op, argument) in operations() {
            let outcome = site.call(op, "A", &argument, ANYONE);
            let is_refused = outcome == Err("WDE0027".to_owned());
            assert_eq!(is_refused, !is_allowed, "{op:?} {argument}: {outcome:?}");
            let lifted = site.call(op, "B", &argument, Options::ADMIN);
            assert_ne!(lifted, Err("WDE0027".to_owned()), "{op:?}");
        }
    }
    let site = site("strict_permissions = true\n[collections.A]\npermissions.read = \"ANYONE\"");
    assert_eq!(site.get("A", "1")["_id"], "1");
}

#[test]
fn a_bulk_removal_for_authors_skips_what_others_own() {
    let site = site("[collections.A]\npermissions.remove = \"SITE_MEMBER_AUTHOR\"");
    let outcome = site.ask(DataOp::BulkRemove, "A", json!(["1", "2"]));
    let outcome = outcome.expect("an outcome");
    assert_eq!(outcome["skipped"], 2);
    assert_eq!(outcome["removedItemIds"], json!([]));
    assert_eq!(outcome["errors"][1]["itemId"], "2");
    assert_eq!(outcome["errors"][1]["code"], "WD_PERMISSION_DENIED");
    assert_eq!(site.find("A", json!({})).len(), 2);
    let outcome = site.call(DataOp::BulkRemove, "A", "[\"1\"]", Options::SUPPRESS_AUTH);
    assert_eq!(outcome.expect("an outcome")["removed"], 1);
}

#[test]
fn saving_needs_the_right_for_what_it_turns_out_to_be() {
    let site = site("[collections.A]\npermissions = { insert = \"ANYONE\", update = \"ADMIN\" }");
    let saved = |items: Value| site.ask(DataOp::BulkSave, "A", items);
    assert_eq!(
        saved(json!([{"_id": "3"}, {"_id": "1"}])),
        Err("WDE0027".to_owned())
    );
    assert_eq!(site.get("A", "3"), json!(null));
    assert_eq!(
        saved(json!([{"_id": "3"}, {}])).expect("saved")["inserted"],
        2
    );
    let text = site.text(DataOp::Save, "A", r#"{"_id":"1"}"#, ANYONE);
    for part in [
        "permissions to update on the A collection",
        "ADMIN",
        "suppressAuth",
    ] {
        assert!(text.contains(part), "{text}");
    }
}
