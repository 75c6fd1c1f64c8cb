//! Signatures that published clients of the API make and carry in their own tests.

use super::requests::{APPLICATION, INSTANCE, Request, SECRET, SIGNED_AT};

const APPLICATION_1: &str = "13929a86-9df0-8706-0f53-3a0cae292a82";
const INSTANCE_1: &str = "13929ab6-4b6e-fd49-fb52-17c9c7e55794";
const ONE_CONTACT: &str = "/v1/contacts/2c4436a4-13be-4581-99b2-69ed2781c7c9";
const AT_52: &str = "2014-10-08T10:20:52.320+03:00";
const AT_51: &str = "2014-10-08T10:20:51.036+03:00";

fn contact(first_key: &str, email: &str) -> String {
    format!(
        "{{\"name\":{{\"{first_key}\":\"Wix\",\"last\":\"Cool\"}},\"company\":{{}},\
         \"emails\":[{{\"email\":\"{email}\",\"tag\":\"work\"}}],\
         \"phones\":[{{\"phone\":\"123456789\",\"tag\":\"work\"}}],\
         \"addresses\":[],\"urls\":[],\"dates\":[],\"notes\":[],\"custom\":[]}}"
    )
}

fn alext() -> String {
    contact("first", "alext@wix.com")
}

fn maximn() -> String {
    contact("first", "maximn@wix.com")
}

/// In header mode, with a version.
fn of_application_1(method: &str, path: &str, timestamp: &str) -> Request {
    Request::new(method, path, "version=1.0.0").sent_by(APPLICATION_1, INSTANCE_1, timestamp)
}

fn of_application_2(method: &str, path: &str, timestamp: &str) -> Request {
    Request::new(method, path, "version=1.0.0").sent_by(APPLICATION, INSTANCE, timestamp)
}

fn assert_signature(request: &Request, expected: &str) {
    assert_eq!(request.signature(SECRET).encode(), expected, "{request:?}");
}

#[test]
fn scala_client_of_2014() {
    assert_signature(
        &of_application_1("GET", ONE_CONTACT, AT_52),
        "2_XEZFPsKxHGa3nXUbgizyYvxYLm6legumuzA5GUYkk",
    );
    assert_signature(
        &of_application_1("POST", "/v1/contacts", AT_51).body(&alext()),
        "t_n4yQWIgQeTbCP9oOCKUa0NZpyiNX1nsfxHS3vjiH0",
    );
    assert_signature(
        &of_application_2("GET", ONE_CONTACT, AT_52),
        "l9exAT3viZ0HKGHREISVJl9OVGHKB85TENX9jewCHaA",
    );
    assert_signature(
        &of_application_2("POST", "/v1/contacts", AT_51).body(&alext()),
        "lZy2orr_9V05StuWgVfYxoMQfFtXV8iC02xFK8BoLhM",
    );
}

#[test]
fn scala_client_of_2015() {
    assert_signature(
        &of_application_2("GET", ONE_CONTACT, AT_51),
        "UrFBeoY-aLEDS9IROTUCN0hfb049OliHkXaoTHiFsBA",
    );
    assert_signature(
        &of_application_2("GET", "/v1/contacts", AT_51).body(&maximn()),
        "t9dpXkcld8c9yhDglJSDnTuaxEnEnNTLhj_-L7sruUA",
    );
    let cyrillic = contact("тест", "maximn@wix.com");
    assert_signature(
        &of_application_2("GET", ONE_CONTACT, AT_51).body(&cyrillic),
        "9sVpXAeJO8_B06bfWYbZt4CNxa7q5SgETBtXGjDBMdc",
    );
}

#[test]
fn webhooks_and_the_first_generation_sign_no_path() {
    for (request, expected) in [
        (
            of_application_2("GET", "", AT_51).body(&maximn()),
            "vLdzbN5naHFzeoOMuGlBJT6OzRCt3OKoU_njObzWNpY",
        ),
        (
            of_application_1("POST", "", AT_51).body(&alext()),
            "LYggyCOW0-O0x2liflR_qvXqoYRlN5bSu8DaYpC4gtg",
        ),
        (
            of_application_2("POST", "", AT_51).body(&alext()),
            "VkMKi7yuFifbO3wslpdiv68ZMQF-05NQGHaP8A7Xpi0",
        ),
    ] {
        assert_eq!(request.signature_without_path(SECRET).encode(), expected);
    }
}

#[test]
fn php_client() {
    let request = Request::new("POST", "/1.0/command", "userSessionToken=dddd&version=v1")
        .sent_by("aaaa", "cccc", "2015-01-01T12:12:12.000Z")
        .body("{test:1}");
    let expected = "FjWuQVWOM9WikSetMMI8W3YFJ8yG8lJXSCbQbrA6O_o";
    assert_eq!(request.signature("bbbb").encode(), expected);
}

#[test]
fn node_client_in_headers() {
    let list = Request::new("GET", "/v1/contacts", "version=1.0.0&pageSize=50&cursor=-1").sent_by(
        APPLICATION,
        INSTANCE,
        SIGNED_AT,
    );
    assert_eq!(
        list.canonical(),
        format!("GET\n/v1/contacts\n-1\n50\n1.0.0\n{APPLICATION}\n{INSTANCE}\n{SIGNED_AT}")
    );
    assert_signature(&list, "Dd0v1iMM5pCt-7qgzWvQBcgH6-oueKYdwapPk5vCdo0");
    assert_signature(
        &of_application_2("PUT", "/v1/contacts", SIGNED_AT).body("{\"phone\":\"+1-415-639-5555\"}"),
        "lFbbYJ7uTeFcU9pAj4avTLpDiyH0JMNBOvUKP-PnPNc",
    );
    assert_signature(
        &of_application_2("POST", "/v1/contacts", SIGNED_AT).body("{\"name\":{\"first\":\"Zoë\"}}"),
        "qx2a8wt6QJ2p5oMsgzADv2BNK3SxO_pXZH8yy6cRUEc",
    );
}

#[test]
fn node_client_in_the_query() {
    let credentials =
        format!("application-id={APPLICATION}&instance-id={INSTANCE}&timestamp={SIGNED_AT}");
    let list = format!("version=1.0.0&pageSize=50&cursor=-1&{credentials}");
    let list = Request::new("GET", "/v1/contacts", &list);
    assert_eq!(
        list.canonical(),
        format!("GET\n/v1/contacts\n{APPLICATION}\n-1\n{INSTANCE}\n50\n{SIGNED_AT}\n1.0.0")
    );
    assert_signature(&list, "9HCVpRlA3AgIP2AGpD_4iMdsAkJ1N9p_saH4rZ8yRlY");

    let types = "music/album-fan,music/album-share";
    let activities = format!("version=1.0.0&activityTypes={types}&scope=app&{credentials}");
    let activities = Request::new("GET", "/v1/activities", &activities);
    assert_eq!(
        activities.canonical(),
        format!("GET\n/v1/activities\n{types}\n{APPLICATION}\n{INSTANCE}\napp\n{SIGNED_AT}\n1.0.0")
    );
    assert_signature(&activities, "mD5hck8Rv57GnwEJzx3roMnTDB-NvvdLMM9rz7pppmU");
}
