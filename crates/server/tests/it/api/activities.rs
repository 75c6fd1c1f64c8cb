//! Activities, labels, summaries, and what is published about the site.

use serde_json::{Value, json};
use velodrome_site::apps::{CursorEnd, Scopes};

use super::client::{Client, World, expect_error};

const ACTIVITIES: &str = "/v1/activities";

fn form(time: &str) -> Value {
    json!({
        "createdAt": time,
        "activityType": "contact/contact-form",
        "activityLocationUrl": "https://example.com/contact",
        "activityDetails": {"summary": "sent a form", "additionalInfoUrl": "https://example.com"},
        "activityInfo": {"fields": [{"name": "subject", "value": "tea"}]},
    })
}

fn contact(client: &Client, email: &str) -> String {
    let body = json!({"email": email}).to_string();
    let made = client.ok("PUT", "/v1/contacts", &body);
    made["contactId"].as_str().unwrap().to_owned()
}

fn times(page: &Value) -> Vec<&str> {
    let results = page["results"].as_array().unwrap().iter();
    results
        .map(|activity| activity["createdAt"].as_str().unwrap())
        .collect()
}

#[test]
fn an_activity_is_of_whom_it_names() {
    let world = World::plain("");
    let client = world.client("a");
    let known = contact(&client, "a@b.c");
    let mut activity = form("2014-10-08T10:20:51.036+03:00");
    activity["contactUpdate"] =
        json!({"name": {"first": "A"}, "emails": [{"email": "A@b.c", "tag": "x"}]});
    let target = format!("{ACTIVITIES}?userSessionToken=abc");
    let posted = client.ok("POST", &target, &activity.to_string());
    assert_eq!(posted["contactId"], known);
    let path = format!("{ACTIVITIES}/{}", posted["activityId"].as_str().unwrap());
    let shown = client.ok("GET", &path, "");
    for member in [
        "activityType",
        "activityLocationUrl",
        "activityDetails",
        "activityInfo",
    ] {
        assert_eq!(shown[member], activity[member]);
    }
    assert_eq!(shown["createdAt"], "2014-10-08T07:20:51.036Z");
    let updated = client.ok("GET", &format!("/v1/contacts/{known}"), "");
    assert_eq!(updated["name"]["first"], "A");
    // Who was met in a session is known by it.
    let again = client.ok(
        "POST",
        &target,
        &form("2015-01-01T00:00:00.000Z").to_string(),
    );
    assert_eq!(again["contactId"], known);
    let target = format!("{ACTIVITIES}?userSessionToken=other");
    let other = client.ok(
        "POST",
        &target,
        &form("2015-01-01T00:00:00.000Z").to_string(),
    );
    assert_ne!(other["contactId"], known);
    let page = client.ok("GET", &format!("/v1/contacts/{known}/activities"), "");
    assert_eq!(
        times(&page),
        ["2015-01-01T00:00:00.000Z", "2014-10-08T07:20:51.036Z"]
    );
    for (body, code) in [
        (form("2015-01-01T00:00:00.000Z"), "ACTIVITY_REFUSED"),
        (
            json!({"activityType": "contacts/create", "activityInfo": {}}),
            "ACTIVITY_REFUSED",
        ),
        (
            json!({"activityType": "contact/contact-form", "activityInfo": {}}),
            "ACTIVITY_REFUSED",
        ),
        (json!([]), "ACTIVITY_REFUSED"),
    ] {
        expect_error(
            &client.send("POST", ACTIVITIES, &body.to_string()),
            400,
            code,
        );
    }
    expect_error(
        &client.send("GET", &format!("{ACTIVITIES}/x"), ""),
        404,
        "ACTIVITY_NOT_FOUND",
    );
    let types = client.ok("GET", &format!("{ACTIVITIES}/types"), "");
    let types = types["types"].as_array().unwrap();
    assert!(
        types.contains(&json!("contact/contact-form")) && types.contains(&json!("contacts/create"))
    );
    let nobody = "/v1/contacts/00000000-0000-4000-8000-000000000000/activities";
    expect_error(&client.send("GET", nobody, ""), 404, "CONTACT_NOT_FOUND");
    let body = form("2015-01-01T00:00:00.000Z").to_string();
    expect_error(
        &client.send("POST", nobody, &body),
        404,
        "CONTACT_NOT_FOUND",
    );
}

#[test]
fn activities_are_listed_by_type_time_and_application() {
    let world = World::plain("");
    let client = world.client_with("a", Scopes::ALL, CursorEnd::Null);
    let other = world.client("b");
    let id = contact(&client, "a@b.c");
    let path = format!("/v1/contacts/{id}/activities");
    for day in 1..=9 {
        let time = format!("2020-01-0{day}T00:00:00.000Z");
        let mut activity = form(&time);
        if day % 3 == 0 {
            activity["activityType"] = json!("music/album-fan");
            activity["activityInfo"] = json!({"any": {"$thing": [1, null]}});
        }
        let by = if day == 5 { &other } else { &client };
        by.ok("POST", &path, &activity.to_string());
    }
    for (query, total) in [
        ("", 9),
        ("?activityTypes=music/album-fan", 3),
        ("?activityTypes=music/album-fan,contact/contact-form", 9),
        ("?activityTypes=none/such", 0),
        ("?from=2020-01-03T00:00:00.000Z", 7),
        ("?until=2020-01-03T00:00:00.000Z", 3),
        ("?from=2020-01-03T00:00:00Z&until=2020-01-05T00:00:00Z", 3),
        ("?scope=app", 8),
        ("?scope=site", 9),
        ("?scope=app&activityTypes=contact/contact-form", 5),
    ] {
        for path in [ACTIVITIES, &path] {
            let page = client.ok("GET", &format!("{path}{query}"), "");
            assert_eq!(page["total"], total, "{path}{query}");
            let times = times(&page);
            assert!(
                times.is_sorted_by(|one, next| one > next),
                "newest first: {times:?}"
            );
        }
    }
    assert_eq!(
        other.ok("GET", &format!("{ACTIVITIES}?scope=app"), "")["total"],
        1
    );
    let from = "from=2020-01-02T00:00:00.000Z";
    let first = client.ok("GET", &format!("{ACTIVITIES}?pageSize=5&{from}"), "");
    assert_eq!(first["previousCursor"], Value::Null);
    let next = first["nextCursor"].as_str().unwrap();
    // Whatever from and until say beside a cursor, the cursor's count.
    for more in [
        "",
        "&from=2019-01-01T00:00:00.000Z",
        "&until=2019-01-01T00:00:00.000Z",
    ] {
        let second = client.ok("GET", &format!("{ACTIVITIES}?cursor={next}{more}"), "");
        assert_eq!(times(&second).len(), 3, "{more}");
        assert_eq!(second["nextCursor"], Value::Null);
    }
    let mismatch = client.send(
        "GET",
        &format!("{ACTIVITIES}?cursor={next}&activityTypes=a/b"),
        "",
    );
    expect_error(&mismatch, 400, "CURSOR_MISMATCH");
    for query in ["scope=all", "from=yesterday", "until=1"] {
        let answer = client.send("GET", &format!("{ACTIVITIES}?{query}"), "");
        expect_error(&answer, 400, "BAD_PARAMETER");
    }
    let strange = client.ok(
        "GET",
        &format!("{ACTIVITIES}?activityTypes=music/album-fan&pageSize=1"),
        "",
    );
    assert_eq!(
        strange["results"][0]["activityInfo"],
        json!({"any": {"$thing": [1, null]}})
    );

    let summary = client.ok("GET", "/v1/insights/activities/summary", "");
    assert_eq!(summary["total"], 8);
    let types = json!([
        {"activityType": "contact/contact-form", "total": 5, "from": "2020-01-01T00:00:00.000Z", "until": "2020-01-08T00:00:00.000Z"},
        {"activityType": "music/album-fan", "total": 3, "from": "2020-01-03T00:00:00.000Z", "until": "2020-01-09T00:00:00.000Z"},
    ]);
    assert_eq!(summary["activityTypes"], types);
    assert_eq!(summary["from"], "2020-01-01T00:00:00.000Z");
    let target = format!(
        "/v1/insights/contacts/{id}/activities/summary?scope=site&until=2020-01-05T00:00:00.000Z"
    );
    let summary = client.ok("GET", &target, "");
    assert_eq!(
        (&summary["total"], &summary["until"]),
        (&json!(5), &json!("2020-01-05T00:00:00.000Z"))
    );
    let none = client.ok(
        "GET",
        "/v1/insights/activities/summary?from=2030-01-01T00:00:00.000Z",
        "",
    );
    assert_eq!(
        (&none["total"], &none["activityTypes"]),
        (&json!(0), &json!([]))
    );
}

#[test]
fn labels_are_given_to_contacts() {
    let world = World::plain("");
    let client = world.client("a");
    let ids: Vec<String> = (0..3)
        .map(|n| contact(&client, &format!("{n}@b.c")))
        .collect();
    let body = json!({"name": "White-glove Treatment", "description": "the best"}).to_string();
    let made = client.ok("POST", "/v1/labels", &body);
    assert_eq!(made["labelId"], "custom.white-glove-treatment");
    expect_error(
        &client.send("POST", "/v1/labels", &body),
        400,
        "LABEL_REFUSED",
    );
    expect_error(
        &client.send("POST", "/v1/labels", "{}"),
        400,
        "LABEL_REFUSED",
    );
    let path = "/v1/labels/custom.white-glove-treatment";
    let give = |data: Value| {
        let body = json!({"dataType": "CONTACTS", "data": data}).to_string();
        client.ok("POST", &format!("{path}/contacts"), &body)["affectedContacts"].clone()
    };
    assert_eq!(give(json!([ids[0], ids[1], "nobody"])), 2);
    assert_eq!(give(json!([ids[1], ids[2]])), 1);
    let label = client.ok("GET", path, "");
    assert_eq!(label["totalMembers"], 3);
    assert_eq!(label["labelType"], "userDefined");
    assert_eq!(label["description"], "the best");
    let labelled = client.ok("GET", &format!("/v1/contacts/{}", ids[0]), "");
    assert_eq!(labelled["tags"], json!(["custom.white-glove-treatment"]));
    for parameter in ["labels", "tag"] {
        let target = format!("/v1/contacts?{parameter}=custom.white-glove-treatment,custom.none");
        assert_eq!(client.ok("GET", &target, "")["total"], 3, "{parameter}");
    }
    let other = client.ok("POST", "/v1/labels", r#"{"name":"Other"}"#);
    let target = format!("/v1/labels/{}/contacts", other["labelId"].as_str().unwrap());
    let body = json!({"dataType": "LABELS", "data": ["custom.white-glove-treatment"]}).to_string();
    assert_eq!(client.ok("POST", &target, &body)["affectedContacts"], 3);
    let taken = client.ok("DELETE", &format!("{path}/contacts/{}", ids[0]), "");
    assert_eq!(taken["affectedContacts"], 1);
    let renamed = client.ok("PUT", path, r#"{"name":"Silver"}"#);
    assert_eq!(
        (&renamed["name"], &renamed["totalMembers"]),
        (&json!("Silver"), &json!(2))
    );
    assert_eq!(
        renamed["id"], "custom.white-glove-treatment",
        "the id stays"
    );
    expect_error(
        &client.send("PUT", path, r#"{"name":"Other"}"#),
        400,
        "LABEL_REFUSED",
    );
    // Its first name is free again, its id is not.
    let again = client.ok("POST", "/v1/labels", r#"{"name":"White-glove treatment"}"#);
    assert_eq!(again["labelId"], "custom.white-glove-treatment-2");

    let page = client.ok("GET", "/v1/labels?pageSize=2", "");
    assert_eq!(page["total"], 5, "with those that every site has");
    let next = page["nextCursor"].as_str().unwrap();
    let page = client.ok("GET", &format!("/v1/labels?cursor={next}"), "");
    assert_eq!(page["results"].as_array().unwrap().len(), 2);
    let system = "/v1/labels/contacts.customers";
    assert_eq!(client.ok("GET", system, "")["labelType"], "system");
    for (method, body) in [("PUT", r#"{"name":"x"}"#), ("DELETE", "")] {
        expect_error(&client.send(method, system, body), 400, "LABEL_REFUSED");
    }
    assert_eq!(client.ok("DELETE", path, "")["totalMembers"], 2);
    expect_error(&client.send("GET", path, ""), 404, "LABEL_NOT_FOUND");
    let unlabelled = client.ok("GET", &format!("/v1/contacts/{}", ids[1]), "");
    assert_eq!(unlabelled["tags"], json!(["custom.other"]));
}

#[test]
fn what_is_published_is_what_was_configured() {
    let config = r#"
        base_url = "https://www.example.com/mysite"
        timezone = "UTC"
        [site]
        title = "Bakery"
        locale = "en-GB"
        contact_email = "office@example.com"
        logo = "https://www.example.com/l.png"
        pages = [{ path = "/", title = "Home", id = "c1dmp" }, { path = "/x", title = "X", hidden = true }]
        [[site.redirects]]
        name = "cart"
        target = "https://www.example.com/cart"
    "#;
    let world = World::plain(config);
    let client = world.client("a");
    let site = json!({"url": "https://www.example.com/mysite", "status": "published"});
    assert_eq!(client.ok("GET", "/v1/sites/site", ""), site);
    let pages = json!([
        {"path": "/", "title": "Home", "isHidden": false, "wixPageId": "c1dmp"},
        {"path": "/x", "title": "X", "isHidden": true},
    ]);
    let wanted = json!({"siteUrl": site, "pages": pages});
    assert_eq!(client.ok("GET", "/v1/sites/site/pages", ""), wanted);
    let settings = client.ok("GET", "/v1/sites/site/settings", "");
    assert_eq!(settings["title"], "Bakery");
    assert_eq!(settings["publishStatus"]["isPublished"], true);
    assert_eq!(settings["domainInfo"][0]["domain"], "www.example.com");
    assert_eq!(
        settings["localization"],
        json!({"locale": "en-GB", "timeZone": "UTC"})
    );
    assert_eq!(settings["logo"]["logo"], "https://www.example.com/l.png");
    let redirects =
        json!({"redirects": [{"name": "cart", "target": "https://www.example.com/cart"}]});
    assert_eq!(client.ok("GET", "/v1/redirects", ""), redirects);
    let bare = World::plain("[site]\npublished = false\n");
    let client = bare.client("a");
    let site = json!({"url": "http://site.test", "status": "unpublished"});
    assert_eq!(client.ok("GET", "/v1/sites/site", ""), site);
}
