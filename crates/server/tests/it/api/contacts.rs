//! Contacts: made, found, changed in every part, removed.

use serde_json::{Value, json};

use super::client::{Client, World, expect_error};

const CONTACTS: &str = "/v1/contacts";

/// A new contact; its path and `modifiedAt` for the next change.
fn create(client: &Client, body: &Value) -> (String, Value) {
    let created = client.ok("POST", CONTACTS, &body.to_string());
    let id = created["contactId"].as_str().unwrap();
    let path = format!("{CONTACTS}/{id}");
    let contact = client.ok("GET", &path, "");
    assert_eq!(contact["id"], id);
    (path, contact)
}

fn at(contact: &Value) -> String {
    format!("modifiedAt={}", contact["modifiedAt"].as_str().unwrap())
}

fn ids(page: &Value) -> Vec<&str> {
    let results = page["results"].as_array().unwrap().iter();
    results
        .map(|contact| contact["id"].as_str().unwrap())
        .collect()
}

#[test]
fn a_contact_is_as_it_was_sent() {
    let world = World::plain("");
    let client = world.client("a");
    let sent = json!({
        "name": {"first": "Wix", "last": "Cool"},
        "company": {"role": "CEO", "name": "Wix"},
        "picture": "https://example.com/a.png",
        "emails": [{"email": "alext@wix.com", "tag": "work"}],
        "phones": [{"phone": "+1-415-639-5555", "tag": "work"}],
        "addresses": [{"tag": "home", "city": "Tel Aviv", "postalCode": "1"}],
        "urls": [{"tag": "site", "url": "https://example.com"}],
        "dates": [{"tag": "birthday", "date": "1990-05-01T00:00:00.000Z"}],
        "notes": [{"content": "likes tea"}],
        "custom": [{"field": "size", "value": "M"}],
    });
    let (path, contact) = create(&client, &sent);
    assert_eq!(contact["name"], sent["name"]);
    assert_eq!(contact["company"], sent["company"]);
    assert_eq!(contact["picture"], sent["picture"]);
    let email =
        json!({"id": 1, "tag": "work", "email": "alext@wix.com", "emailStatus": "transactional"});
    assert_eq!(contact["emails"], json!([email]));
    let phone = json!({"id": 2, "tag": "work", "phone": "+1-415-639-5555", "normalizedPhone": "+14156395555"});
    assert_eq!(contact["phones"], json!([phone]));
    assert_eq!(contact["notes"][0]["content"], "likes tea");
    assert_eq!(
        contact["custom"],
        json!([{"id": 7, "field": "size", "value": "M"}])
    );
    assert_eq!(contact["createdAt"], contact["modifiedAt"]);
    let time = contact["modifiedAt"].as_str().unwrap();
    assert!(time.ends_with('Z') && time.len() == 24, "{time}");
    for member in ["errorCode", "lookup", "sessions"] {
        assert_eq!(contact[member], Value::Null);
    }
    let shown = client.ok("GET", &format!("{path}?fields=NAME,EMAILS"), "");
    let mut members: Vec<&String> = shown.as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(members, ["createdAt", "emails", "id", "modifiedAt", "name"]);
    let answer = client.send("GET", &format!("{path}?fields=name"), "");
    expect_error(&answer, 400, "BAD_PARAMETER");
    let answer = client.send("POST", CONTACTS, r#"{"emails":[{"email":"no"}]}"#);
    expect_error(&answer, 400, "CONTACT_REFUSED");
    let answer = client.send("POST", CONTACTS, r#"{"emails":["#);
    expect_error(&answer, 400, "BAD_BODY");
}

#[test]
fn every_part_is_added_changed_and_removed() {
    let world = World::plain("");
    let client = world.client("a");
    for (kind, list, first, second) in [
        (
            "email",
            "emails",
            json!({"tag": "a", "email": "a@b.c"}),
            json!({"tag": "b", "email": "d@e.f"}),
        ),
        (
            "phone",
            "phones",
            json!({"tag": "a", "phone": "1"}),
            json!({"tag": "b", "phone": "2"}),
        ),
        (
            "address",
            "addresses",
            json!({"tag": "a", "city": "A"}),
            json!({"tag": "b", "region": "R"}),
        ),
        (
            "url",
            "urls",
            json!({"tag": "a", "url": "u"}),
            json!({"tag": "b", "url": "v"}),
        ),
        (
            "date",
            "dates",
            json!({"tag": "a", "date": "2000-01-01T00:00:00.000Z"}),
            json!({"tag": "b", "date": "2001-01-01T00:00:00.000Z"}),
        ),
        (
            "note",
            "notes",
            json!({"content": "x"}),
            json!({"content": "y"}),
        ),
        (
            "custom",
            "custom",
            json!({"field": "f", "value": "x"}),
            json!({"field": "f"}),
        ),
    ] {
        let (path, mut contact) = create(&client, &json!({list: [first]}));
        let target = format!("{path}/{kind}?{}", at(&contact));
        contact = client.ok("POST", &target, &second.to_string());
        let parts = contact[list].as_array().unwrap();
        assert_eq!(
            (parts.len(), &parts[1]["id"]),
            (2, &json!(2)),
            "the new one is the last"
        );
        for (member, value) in second.as_object().unwrap() {
            assert_eq!(&parts[1][member], value);
        }
        let target = format!("{path}/{kind}/2?{}", at(&contact));
        contact = client.ok("PUT", &target, &first.to_string());
        for (member, value) in first.as_object().unwrap() {
            assert_eq!(&contact[list][1][member], value);
        }
        let target = format!("{path}/{kind}/1?{}", at(&contact));
        contact = client.ok("DELETE", &target, "");
        assert_eq!(contact[list][0]["id"], 2);
        let target = format!("{path}/{kind}?{}", at(&contact));
        contact = client.ok("POST", &target, &second.to_string());
        assert_eq!(contact[list][1]["id"], 3, "no id is used twice");
        for id in ["1", "99", "x"] {
            let target = format!("{path}/{kind}/{id}?{}", at(&contact));
            let answer = client.send("PUT", &target, &first.to_string());
            expect_error(&answer, 404, "CONTACT_PART_NOT_FOUND");
        }
    }
}

#[test]
fn name_company_picture_and_the_whole_are_replaced() {
    let world = World::plain("");
    let client = world.client("a");
    let sent =
        json!({"name": {"first": "A", "last": "B"}, "emails": [{"email": "a@b.c", "tag": "x"}]});
    let (path, mut contact) = create(&client, &sent);
    let name = r#"{"first":"C"}"#;
    contact = client.ok("PUT", &format!("{path}/name?{}", at(&contact)), name);
    assert_eq!(contact["name"], json!({"first": "C"}));
    let company = r#"{"name":"N","role":"R"}"#;
    contact = client.ok("PUT", &format!("{path}/company?{}", at(&contact)), company);
    assert_eq!(contact["company"]["role"], "R");
    for picture in [r#""p.png""#, r#"{"picture":"p.png"}"#] {
        contact = client.ok("PUT", &format!("{path}/picture?{}", at(&contact)), picture);
        assert_eq!(contact["picture"], "p.png");
    }
    let status = r#"{"status":"recurring"}"#;
    let target = format!("{path}/email/1/subscription?{}", at(&contact));
    contact = client.ok("PUT", &target, status);
    assert_eq!(contact["emails"][0]["emailStatus"], "recurring");
    let target = format!("{path}/email/1/subscription?{}", at(&contact));
    expect_error(&client.send("PUT", &target, "{}"), 400, "CONTACT_REFUSED");
    let patch = r#"[{"op":"replace","path":"/name/first","value":"D"},{"op":"add","path":"/phones/-","value":{"phone":"5"}}]"#;
    contact = client.ok("PATCH", &format!("{path}?{}", at(&contact)), patch);
    assert_eq!(contact["name"]["first"], "D");
    assert_eq!(
        contact["emails"][0]["id"], 1,
        "what is not spoken of keeps its id"
    );
    assert_eq!(contact["phones"][0]["phone"], "5");
    let whole = r#"{"name":{"last":"E"},"emails":[{"id":1,"email":"n@b.c"},{"email":"o@b.c"}]}"#;
    contact = client.ok("PUT", &format!("{path}?{}", at(&contact)), whole);
    assert_eq!(contact["name"], json!({"last": "E"}));
    assert_eq!(contact["phones"], json!([]));
    assert_eq!(contact["emails"][0]["id"], 1);
    assert_eq!(contact["emails"][1]["id"], 3);
    let found = client.ok("GET", &format!("{CONTACTS}?email=a@b.c"), "");
    assert_eq!(found["total"], 0, "it is not found by what it had");
    let removed = client.ok("DELETE", &path, "");
    assert_eq!(removed["id"], contact["id"]);
    expect_error(&client.send("GET", &path, ""), 404, "CONTACT_NOT_FOUND");
    expect_error(&client.send("DELETE", &path, ""), 404, "CONTACT_NOT_FOUND");
    let found = client.ok("GET", &format!("{CONTACTS}?email=n@b.c"), "");
    assert_eq!(found["total"], 0);
}

#[test]
fn who_read_something_else_changes_nothing() {
    let world = World::plain("");
    let client = world.client("a");
    let (path, first) = create(&client, &json!({"name": {"first": "A"}}));
    let name = |contact: &Value, text: &str| {
        let target = format!("{path}/name?{}", at(contact));
        client.send("PUT", &target, &json!({"first": text}).to_string())
    };
    assert_eq!(name(&first, "B").status, 200);
    let error = expect_error(&name(&first, "C"), 400, "CONTACT_CHANGED");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("concurrency validation error")
    );
    let contact = client.ok("GET", &path, "");
    assert_eq!(contact["name"]["first"], "B");
    assert_ne!(contact["modifiedAt"], first["modifiedAt"]);
    let stale = client.send("DELETE", &format!("{path}?{}", at(&first)), "");
    expect_error(&stale, 400, "CONTACT_CHANGED");
    let unsaid = client.send("PUT", &format!("{path}/name"), "{}");
    expect_error(&unsaid, 400, "BAD_PARAMETER");
    let bad = client.send("PUT", &format!("{path}/name?modifiedAt=now"), "{}");
    expect_error(&bad, 400, "BAD_PARAMETER");
    // Of many who start from the same, one wins.
    let won: usize = std::thread::scope(|scope| {
        let others: Vec<_> = (0..8)
            .map(|number| {
                let (name, contact) = (&name, &contact);
                scope.spawn(move || usize::from(name(contact, &number.to_string()).status == 200))
            })
            .collect();
        others.into_iter().map(|other| other.join().unwrap()).sum()
    });
    assert_eq!(won, 1);
}

#[test]
fn contacts_are_found_by_what_they_have() {
    let world = World::plain("");
    let client = world.client("a");
    let new = |first: &str, last: &str, email: &str, phone: &str| {
        let body = json!({
            "name": {"first": first, "last": last},
            "emails": [{"email": email, "tag": "x"}],
            "phones": [{"phone": phone, "tag": "x"}],
        });
        create(&client, &body).1["id"].as_str().unwrap().to_owned()
    };
    let zoe = new("Zoë", "Cool", "Zoe@Wix.com", "+1-415-639-5555");
    let ann = new("Ann", "Cool", "ann@wix.com", "555");
    let bob = new("Bob", "Hot", "bob@wix.com", "555");
    for (query, wanted) in [
        ("email=zoe@wix.COM", vec![&zoe]),
        ("phone=%2B14156395555", vec![&zoe]),
        ("phone=1 (415) 639-5555", vec![&zoe]),
        ("phone=555", vec![&bob, &ann]),
        ("phone=555&name.first=Ann", vec![&ann]),
        ("name.last=Cool", vec![&ann, &zoe]),
        ("lastName=Cool&firstName=Zo%C3%AB", vec![&zoe]),
        ("email=zoe@wix.com&phone=555", vec![]),
        ("phone=none", vec![]),
        ("", vec![&bob, &ann, &zoe]),
    ] {
        let target = format!("{CONTACTS}?{}", query.replace(' ', "%20"));
        let page = client.ok("GET", &target, "");
        assert_eq!(ids(&page), wanted, "{query}");
        assert_eq!(page["total"], wanted.len(), "{query}");
    }
    let page = client.ok(
        "GET",
        &format!("{CONTACTS}?pageSize=1&phone=555&fields=NAME"),
        "",
    );
    assert_eq!(
        (ids(&page), page["previousCursor"].clone()),
        (vec![bob.as_str()], json!(0))
    );
    assert_eq!(page["results"][0]["emails"], Value::Null);
    let next = page["nextCursor"].as_str().unwrap();
    let second = client.ok("GET", &format!("{CONTACTS}?cursor={next}"), "");
    assert_eq!(
        (ids(&second), second["nextCursor"].clone()),
        (vec![ann.as_str()], json!(0))
    );
    assert_eq!(
        second["results"][0]["emails"],
        Value::Null,
        "the cursor carries fields"
    );
    let back = second["previousCursor"].as_str().unwrap();
    assert_eq!(
        ids(&client.ok("GET", &format!("{CONTACTS}?cursor={back}"), "")),
        [bob]
    );
    let other = client.send("GET", &format!("{CONTACTS}?cursor={next}&phone=556"), "");
    expect_error(&other, 400, "CURSOR_MISMATCH");
    let elsewhere = client.send("GET", &format!("/v1/labels?cursor={next}"), "");
    expect_error(&elsewhere, 400, "CURSOR_FOREIGN");
    expect_error(
        &client.send("GET", &format!("{CONTACTS}?mail=x"), ""),
        400,
        "UNKNOWN_PARAMETER",
    );
}

#[test]
fn who_is_known_is_not_made_twice() {
    let world = World::plain("");
    let client = world.client("a");
    let upsert = |body: Value| client.ok("PUT", CONTACTS, &body.to_string())["contactId"].clone();
    let id = upsert(json!({"phone": "+1-415-639-5555"}));
    assert_eq!(
        upsert(json!({"phone": "1 415 6395555", "email": "a@b.c"})),
        id
    );
    assert_eq!(
        upsert(json!({"email": "A@B.C", "userSessionToken": "abc"})),
        id
    );
    assert_ne!(upsert(json!({"email": "other@b.c"})), id);
    let contact = client.ok("GET", &format!("{CONTACTS}/{}", id.as_str().unwrap()), "");
    assert_eq!(contact["emails"][0]["email"], "a@b.c");
    assert_eq!(contact["phones"].as_array().unwrap().len(), 1);
    for body in [
        "{}",
        r#"{"email":"x"}"#,
        r#"{"phone":"-"}"#,
        r#"{"phone":1}"#,
    ] {
        expect_error(&client.send("PUT", CONTACTS, body), 400, "CONTACT_REFUSED");
    }
    // Many at once agree on one.
    let made: std::collections::BTreeSet<String> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| upsert(json!({"email": "new@b.c"})).to_string()))
            .collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(made.len(), 1);
}

#[test]
fn a_reconciled_contact_keeps_what_it_has() {
    let world = World::plain("");
    let client = world.client("a");
    let target = format!("{CONTACTS}?version=2.0.0");
    let first = json!({"name": {"first": "A"}, "emails": [{"email": "a@b.c", "tag": "x"}]});
    let made = client.ok("POST", &target, &first.to_string());
    assert_eq!(made["details"]["isNew"], true);
    assert_eq!(made["details"]["existingData"], json!([]));
    let second = json!({
        "name": {"first": "B", "last": "C"},
        "emails": [{"email": "A@b.c", "tag": "y"}, {"email": "d@e.f", "tag": "y"}],
    });
    let merged = client.ok("POST", &target, &second.to_string());
    assert_eq!(merged["contact"]["id"], made["contact"]["id"]);
    assert_eq!(
        merged["contact"]["name"],
        json!({"first": "A", "last": "C"})
    );
    assert_eq!(merged["contact"]["emails"].as_array().unwrap().len(), 2);
    let details = &merged["details"];
    assert_eq!(details["isNew"], false);
    assert_eq!(details["rejectedData"], json!([{"name": {"first": "B"}}]));
    assert_eq!(details["existingData"][0]["email"]["email"], "a@b.c");
    let other = client.ok("POST", CONTACTS, &first.to_string());
    assert_ne!(
        other["contactId"], made["contact"]["id"],
        "version 1 always makes one"
    );
}

#[test]
fn subscribers_are_those_to_whom_may_be_written() {
    let world = World::plain("");
    let client = world.client("a");
    for (email, status) in [
        ("a@b.c", "recurring"),
        ("d@e.f", "transactional"),
        ("g@h.i", "optOut"),
    ] {
        create(
            &client,
            &json!({"emails": [{"email": email, "emailStatus": status}]}),
        );
    }
    for path in ["subscribers", "mailinglist"] {
        for (query, total) in [("", 2), ("?status=optIn", 1), ("?status=notSet", 1)] {
            let page = client.ok("GET", &format!("{CONTACTS}/{path}{query}"), "");
            assert_eq!(page["total"], total, "{path}{query}");
        }
        let page = client.ok("GET", &format!("{CONTACTS}/{path}?status=optIn"), "");
        assert_eq!(page["results"][0]["emails"][0]["email"], "a@b.c");
    }
    let answer = client.send("GET", &format!("{CONTACTS}/subscribers?status=x"), "");
    expect_error(&answer, 400, "BAD_PARAMETER");
}

#[test]
fn contacts_are_no_collection_of_the_site() {
    let code = r#"
        const data = $vd.module("wix-data").default;
        const tried = async (work) => { try { await work(); return "done"; } catch (error) { return error.message.slice(0, 7); } };
        return { get_hello: async () => ok({ body: [
            await tried(() => data.query("$contacts").find()),
            await tried(() => data.insert("$contacts", {})),
            await tried(() => data.insert("$new", {}, { suppressAuth: true })),
            await tried(() => data.bulkRemove("$contacts", ["1"], { suppressAuth: true })),
            await tried(() => data.truncate("$contacts", { suppressAuth: true })),
        ] }) };
    "#;
    let world = World::new("", code);
    let client = world.client("a");
    create(&client, &json!({"name": {"first": "A"}}));
    let collections = client.ok("GET", "/v1/collections", "");
    assert_eq!(collections["total"], 0);
    for (method, path, body) in [
        ("GET", "/v1/collections/%24contacts", ""),
        ("GET", "/v1/collections/%24contacts/items", ""),
        ("POST", "/v1/collections/%24contacts/items", "{}"),
        (
            "POST",
            "/v1/collections/%24contacts/items/bulk?operation=insert",
            "[{}]",
        ),
        ("GET", "/v1/collections/%24contacts/items/1", ""),
        (
            "DELETE",
            "/v1/collections/%24labels/items/contacts.customers",
            "",
        ),
    ] {
        let json = expect_error(
            &client.send(method, path, body),
            404,
            "COLLECTION_NOT_FOUND",
        );
        assert_eq!(json["wde"], "WDE0025", "{method} {path}");
    }
    let said = client.ok("GET", "/v1/functions/hello", "");
    assert_eq!(
        said,
        json!(["WDE0025", "WDE0025", "WDE0025", "WDE0025", "WDE0025"])
    );
    assert_eq!(client.ok("GET", CONTACTS, "")["total"], 1);
}
