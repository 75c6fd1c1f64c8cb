//! Functions with data, over HTTP: several threads and two processes on one file.

use super::server::Server;
use std::sync::Arc;

/// `post_notes` keeps a note, `get_notes` finds it, `get_loaded` what was found while loading.
const NOTES: &str = r#"
    const wixData = $vd.module("wix-data").default;
    const before = await wixData.query("notes").count();
    return {
        post_notes: async (request) => {
            const note = await wixData.insert("notes", { ...await request.body.json(), at: new Date(0) });
            return ok({ body: note });
        },
        get_notes: async (request) => {
            const found = await wixData.query("notes")
                .contains("text", request.query.text ?? "").ascending("text").find();
            const dates = found.items.every((item) => item.at instanceof Date && item._createdDate instanceof Date);
            return ok({ body: { total: found.totalCount, texts: found.items.map((item) => item.text), dates } });
        },
        get_note: async (request) => ok({ body: { note: await wixData.get("notes", request.path[0]) } }),
        get_loaded: () => ok({ body: { before } }),
        get_refused: () => wixData.remove("secrets", "1"),
        get_lifted: async () => ok({ body: { removed: await wixData.remove("secrets", "1", { suppressAuth: true }) } }),
    };
"#;

const CONFIG: &str = "[collections.secrets]\npermissions.remove = \"ADMIN\"\n";

#[test]
fn what_was_posted_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::with_data(CONFIG, NOTES, dir.path());
    for text in ["buy milk", "sell MILK", "rest"] {
        let body = format!(r#"{{"text":"{text}"}}"#);
        let answer = server.send("POST", "/notes", &[], body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert!(answer.text().contains("\"_owner\":\""), "{}", answer.text());
        assert!(
            answer
                .text()
                .contains("\"at\":\"1970-01-01T00:00:00.000Z\"")
        );
    }
    let answer = server.get("/notes?text=milk");
    let wanted = r#"{"total":2,"texts":["buy milk","sell MILK"],"dates":true}"#;
    assert_eq!(answer.text(), wanted);
    assert_eq!(server.get("/note/nothing").text(), r#"{"note":null}"#);
    assert_eq!(server.get("/lifted").text(), r#"{"removed":null}"#);
    let refused = server.get("/refused");
    assert_eq!(refused.status, 500);
    assert!(refused.text().contains("WDE0027"), "{}", refused.text());
}

#[test]
fn a_site_that_takes_over_finds_what_was_written() {
    let dir = tempfile::tempdir().unwrap();
    let one = Server::with_data("", NOTES, dir.path());
    one.send("POST", "/notes", &[], b"{\"text\":\"one\"}");
    let two = Server::with_data("", NOTES, dir.path());
    assert_eq!(two.get("/loaded").text(), r#"{"before":1}"#);
    two.send("POST", "/notes", &[], b"{\"text\":\"two\"}");
    assert!(
        one.get("/notes")
            .text()
            .contains(r#""texts":["one","two"]"#)
    );
}

#[test]
fn many_write_and_read_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let server = Arc::new(Server::with_data("", NOTES, dir.path()));
    let clients: Vec<_> = (0..8)
        .map(|client| {
            let server = Arc::clone(&server);
            std::thread::spawn(move || {
                for number in 0..20 {
                    let body = format!(r#"{{"text":"{client}-{number:02}"}}"#);
                    let answer = server.send("POST", "/notes", &[], body.as_bytes());
                    assert_eq!(answer.status, 200, "{}", answer.text());
                    let found = server.get(&format!("/notes?text={client}-{number:02}"));
                    assert!(
                        found.text().starts_with(r#"{"total":1,"#),
                        "{}",
                        found.text()
                    );
                }
            })
        })
        .collect();
    for client in clients {
        client.join().unwrap();
    }
    assert!(server.get("/notes").text().starts_with(r#"{"total":160,"#));
}

#[test]
fn a_site_without_data_has_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::with_data("", "return { get_x: () => ok() };", dir.path());
    assert_eq!(server.get("/x").status, 200);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}
