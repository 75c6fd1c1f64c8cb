//! `velodrome data`: documents in and out, alone and beside a server.

use serde_json::Value;

use crate::support::{Server, Site, get};

/// Every kind of value, and references.
const DOCUMENTS: &str = r#"{"_id":"a","_owner":"o","_createdDate":{"$date":"2020-01-02T03:04:05.678Z"},"_updatedDate":{"$date":"2021-01-02T03:04:05.678Z"},"text":"ünï \"q\" \u0000 😀","empty":"","int":7,"big":1e+21,"small":-1.5e-7,"yes":true,"no":false,"nothing":null,"when":{"$date":"1969-12-31T23:59:59.999Z"},"list":[1,"x",null,[],{"$date":"2024-02-29T12:00:00.000Z"}],"deep":{"a.b":{"c d":[{}]}},"_createdDates":5,"friends":{"$references":["b","c"],"collection":"people"},"likes":{"$references":["z"]}}
{"_id":"b","_owner":"o","_createdDate":{"$date":"2020-01-02T03:04:05.678Z"},"_updatedDate":{"$date":"2020-01-02T03:04:05.678Z"}}
"#;

fn lines(text: &str) -> Vec<Value> {
    let line = |line| serde_json::from_str(line).unwrap();
    text.lines().map(line).collect()
}

#[test]
fn what_was_exported_imports_as_the_same() {
    let site = Site::empty();
    site.write("people.jsonl", DOCUMENTS);
    site.run(&["data", "import", "people", "people.jsonl"])
        .exits(0)
        .says("imported 2 documents: 2 new, 0 replaced");
    let exported = site.run(&["data", "export", "people"]).exits(0).stdout;
    assert_eq!(lines(&exported), lines(DOCUMENTS));
    site.run(&["data", "export", "people", "out.jsonl.gz"])
        .exits(0)
        .says("wrote 2 documents");
    for kept in ["--all-or-nothing", "--site=."] {
        site.run(&["data", "import", "again", "out.jsonl.gz", kept])
            .exits(0);
        site.run(&["data", "export", "again"])
            .exits(0)
            .prints(&exported);
    }
}

#[test]
fn references_lead_where_they_led_whatever_comes_first() {
    let books = "{\"_id\":\"b\",\"by\":{\"$references\":[\"p\"],\"collection\":\"people\"},\"like\":{\"$references\":[\"b\"],\"collection\":\"books\"}}\n";
    for more in ["--all-or-nothing", "--site=."] {
        let site = Site::empty();
        site.write("dump/books.jsonl", books);
        site.write("dump/people.jsonl", "{\"_id\":\"p\"}\n");
        site.run(&["data", "import", "dump", more]).exits(0);
        let exported = site.run(&["data", "export", "books"]).exits(0).stdout;
        for (field, target) in [("by", "people"), ("like", "books")] {
            assert_eq!(lines(&exported)[0][field]["collection"], target, "{more}");
        }
        let listed = site.run(&["data", "list", "--json"]).exits(0).stdout;
        assert_eq!(listed.matches("\"name\"").count(), 2, "{listed}");
    }
}

#[test]
fn a_folder_from_the_content_manager_is_imported_and_exported() {
    let site = Site::empty();
    site.write(
        "dump/Labor+History.csv",
        "\"Title\",\"ID\",\"Created Date\",\"Updated Date\",\"Owner\",\"Full Price\",\"Tags\"\n\
         \"One\",\"1\",\"2020-01-02T03:04:05Z\",\"2020-01-02T03:04:05Z\",\"me\",\"2.50\",\"[\"\"x\"\"]\"\n",
    );
    site.write("dump/people.json", "[{\"_id\":\"p\"}]");
    site.write("dump/notes.txt", "");
    site.run(&["data", "import", "dump"])
        .exits(0)
        .says("fullPrice: number (from Full Price)")
        .says("notes.txt is left out")
        .says("imported 2 documents");
    site.run(&["data", "get", "LaborHistory", "1"]).exits(0).prints(
        "{\"_id\":\"1\",\"_owner\":\"me\",\"_createdDate\":{\"$date\":\"2020-01-02T03:04:05.000Z\"},\"_updatedDate\":{\"$date\":\"2020-01-02T03:04:05.000Z\"},\"title\":\"One\",\"fullPrice\":2.5,\"tags\":[\"x\"]}\n",
    );
    let table = "ID,Created Date,Updated Date,Owner,title,fullPrice,tags\r\n\
         1,2020-01-02T03:04:05.000Z,2020-01-02T03:04:05.000Z,me,One,2.5,\"[\"\"x\"\"]\"\r\n";
    site.run(&["data", "export", "LaborHistory", "--format", "csv"])
        .exits(0)
        .prints(table);
    site.run(&["data", "export", "LaborHistory", "out.csv"])
        .exits(0);
    let written = std::fs::read_to_string(site.path("out.csv")).unwrap();
    assert_eq!(written, table);
}

#[test]
fn bad_rows_are_told_and_left_out_or_nothing_stays() {
    let site = Site::empty();
    site.write("a.jsonl", "{\"_id\":\"1\"}\n{\"$x\":1}\n{\"_id\":\"2\",\n");
    let ran = site
        .run(&["data", "import", "c", "a.jsonl", "--all-or-nothing"])
        .exits(1)
        .says("a.jsonl:2: WDE0134")
        .says("a.jsonl:3: ")
        .says("nothing was imported");
    assert!(!ran.stderr.contains("a.jsonl:1"), "{}", ran.stderr);
    site.run(&["data", "list"]).exits(0).prints("");
    site.run(&["data", "import", "c", "a.jsonl"])
        .exits(1)
        .says("imported 1 documents: 1 new, 0 replaced; rows left out: 2");
    // What was there stays when an import beside it fails.
    site.run(&["data", "import", "c", "a.jsonl", "--all-or-nothing"])
        .exits(1);
    site.run(&["data", "query", "c", "--count"])
        .exits(0)
        .prints("1\n");
}

#[test]
fn all_or_nothing_replaces_and_adds_in_one_step() {
    let site = Site::empty();
    let import = |text: &str| {
        site.write("a.jsonl", text);
        site.run(&["data", "import", "c", "a.jsonl", "--all-or-nothing"])
    };
    import("{\"_id\":\"1\",\"r\":{\"$references\":[\"x\",\"y\"]}}\n{\"_id\":\"2\"}\n").exits(0);
    import("{\"_id\":\"1\",\"n\":1,\"r\":{\"$references\":[\"y\"]}}\n{\"_id\":\"3\"}\n")
        .exits(0)
        .says("imported 2 documents: 1 new, 1 replaced");
    let found = lines(&site.run(&["data", "export", "c"]).exits(0).stdout);
    let ids: Vec<_> = found.iter().map(|document| &document["_id"]).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(found[0]["n"], 1);
    assert_eq!(found[0]["r"]["$references"], serde_json::json!(["y"]));
    let list = site.run(&["data", "list", "--json"]).exits(0).stdout;
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list[0]["documents"], 3, "{list}");
    assert_eq!(list.as_array().map(Vec::len), Some(1), "{list}");
}

#[test]
fn declarations_apply_to_what_is_imported() {
    let site = Site::empty();
    site.write(
        "velodrome.toml",
        "[collections.c]\nunique = [\"email\"]\n[collections.c.fields.friends]\nreferences = \"people\"\nmultiple = true\n",
    );
    site.write(
        "c.csv",
        "ID,Email,Friends\n1,x@y,\"[\"\"a\"\",\"\"b\"\"]\"\n2,x@y,\n3,,\"[1]\"\n",
    );
    site.run(&["data", "import", "c", "c.csv"])
        .exits(1)
        .says("c.csv:3: WDE0123")
        .says("c.csv:4: friends: this is no list of references")
        .says("imported 1 documents");
    let found = lines(&site.run(&["data", "export", "c"]).exits(0).stdout);
    let friends = serde_json::json!({"$references": ["a", "b"], "collection": "people"});
    assert_eq!(found[0]["friends"]["$references"], friends["$references"]);
    let list = site.run(&["data", "list"]).exits(0).stdout;
    assert!(list.contains("email (unique)"), "{list}");
}

#[test]
fn documents_are_found_sorted_counted_and_explained() {
    let site = Site::empty();
    site.write("c.csv", "ID,n,t\n1,1,x\n2,2,x\n3,3,y\n");
    site.run(&["data", "import", "c", "c.csv"]).exits(0);
    let query = |args: &[&str]| {
        let args = [&["data", "query", "c"], args].concat();
        site.run(&args).exits(0).stdout
    };
    assert_eq!(
        query(&["{\"t\":\"x\"}", "--sort", "n:desc", "--fields", "n"]),
        "{\"_id\":\"2\",\"n\":2}\n{\"_id\":\"1\",\"n\":1}\n"
    );
    let page = [
        "--sort", "n", "--skip", "1", "--limit", "1", "--fields", "n",
    ];
    assert_eq!(query(&page), "{\"_id\":\"2\",\"n\":2}\n");
    assert_eq!(query(&["{\"n\":{\"$gt\":1}}", "--count"]), "2\n");
    for text in ["{\"t\":\"x\"}", "{\"filter\":{\"t\":\"x\"},\"limit\":1}"] {
        let plan = site.run(&["data", "explain", "c", text]).exits(0).stdout;
        assert!(plan.contains("index:") && plan.contains("order:"), "{plan}");
    }
}

#[test]
fn mistakes_say_what_to_do() {
    let site = Site::empty();
    site.run(&["data", "list"])
        .exits(0)
        .says("there is no data in")
        .prints("");
    site.run(&["data", "list", "--json"])
        .exits(0)
        .prints("[]\n");
    site.run(&["data", "get", "c", "1"])
        .exits(1)
        .says("there is no data in");
    assert!(!site.path(".velodrome").exists());
    site.write("c.csv", "a\n1\n");
    site.run(&["data", "import", "c.csv"])
        .exits(64)
        .says("import COLLECTION FILE");
    site.run(&["data", "import", "c", "c.csv", "--map", "B=b"])
        .exits(64)
        .says("no column is called B");
    site.run(&["data", "import", "$contacts", "c.csv"])
        .exits(1)
        .says("$contacts is one of the server's own collections");
    site.run(&["data", "import", "c", "none.csv"])
        .exits(1)
        .says("none.csv: ");
    site.run(&["data", "import", "c", "c.csv", "--data", "elsewhere"])
        .exits(0);
    assert!(site.path("elsewhere/.gitignore").is_file());
    let elsewhere = |args: &[&str]| site.run(&[&["data"], args, &["--data", "elsewhere"]].concat());
    elsewhere(&["get", "c", "nobody"])
        .exits(1)
        .says("there is no document \"nobody\"");
    elsewhere(&["get", "x", "1"])
        .exits(1)
        .says("there is no collection \"x\"; there are c");
    elsewhere(&["query", "c", "{"]).exits(64).says("WDE");
    elsewhere(&["drop", "c"]).exits(64).says("say --yes");
    elsewhere(&["drop", "c", "--yes"])
        .exits(0)
        .says("dropped \"c\" with 1 documents");
    elsewhere(&["list"]).exits(0).prints("");
}

#[test]
fn a_backup_brings_back_what_was_there_and_keeps_what_is() {
    let site = Site::empty();
    let import = |id: &str| {
        site.write("a.jsonl", &format!("{{\"_id\":\"{id}\"}}\n"));
        site.run(&["data", "import", "c", "a.jsonl"]).exits(0);
    };
    import("1");
    site.run(&["data", "backup", "b.sqlite"])
        .exits(0)
        .says("wrote b.sqlite");
    site.run(&["data", "backup", "b.sqlite"])
        .exits(1)
        .says("exists already");
    import("2");
    site.run(&["data", "restore", "b.sqlite"])
        .exits(64)
        .says("say --yes");
    let ran = site.run(&["data", "restore", "b.sqlite", "--yes"]).exits(0);
    let kept = ran.stderr.split("what was there is in ").nth(1).unwrap();
    let kept = kept.lines().next().unwrap().to_owned();
    site.run(&["data", "query", "c", "--count"])
        .exits(0)
        .prints("1\n");
    site.run(&["data", "restore", &kept, "--yes"]).exits(0);
    site.run(&["data", "query", "c", "--count"])
        .exits(0)
        .prints("2\n");
    site.write("no.sqlite", "not a database, whatever its name says it is");
    site.run(&["data", "restore", "no.sqlite", "--yes"])
        .exits(1);
    site.run(&["data", "query", "c", "--count"])
        .exits(0)
        .prints("2\n");
}

#[test]
fn what_is_restored_has_the_indexes_that_are_declared_now() {
    let site = Site::empty();
    site.write("a.jsonl", "{\"_id\":\"1\",\"x\":1}\n");
    site.run(&["data", "import", "c", "a.jsonl"]).exits(0);
    site.run(&["data", "backup", "one.sqlite"]).exits(0);
    site.write("b.jsonl", "{\"_id\":\"2\",\"x\":1}\n");
    site.run(&["data", "import", "c", "b.jsonl"]).exits(0);
    site.run(&["data", "backup", "two.sqlite"]).exits(0);
    site.write("velodrome.toml", "[collections.c]\nunique = [\"x\"]\n");
    site.run(&["data", "restore", "one.sqlite", "--yes"])
        .exits(0);
    let listed = site.run(&["data", "list"]).exits(0).stdout;
    assert!(listed.contains("x (unique)"), "{listed}");
    site.run(&["data", "restore", "two.sqlite", "--yes"])
        .exits(1)
        .says("cannot be unique yet");
    site.run(&["data", "query", "c", "--count"])
        .exits(0)
        .prints("2\n");
}

#[test]
fn all_of_it_works_while_a_server_runs() {
    let site = Site::of(
        "import wixData from 'wix-data';\nimport { ok } from 'wix-http-functions';\nexport async function get_count() { return ok({ body: String(await wixData.query('c').count()) }); }\nexport async function get_add() { await wixData.insert('c', {}); return ok({ body: 'added' }); }\n",
    );
    let server = Server::dev(&site);
    let ask = |name: &str| {
        let answer = get(server.addr, &format!("/_functions/{name}"));
        String::from_utf8(answer.body).unwrap()
    };
    assert_eq!(ask("add"), "added");
    site.write("a.jsonl", "{\"_id\":\"1\"}\n{\"_id\":\"2\"}\n");
    let data = |args: &[&str]| site.run(&[&["data"], args, &["--data", "../data"]].concat());
    data(&["import", "c", "a.jsonl"]).exits(0);
    assert_eq!(ask("count"), "3");
    data(&["backup", "b.sqlite"]).exits(0);
    data(&["drop", "c", "--yes"]).exits(0);
    assert_eq!(ask("count"), "0");
    data(&["restore", "b.sqlite", "--yes"]).exits(0);
    assert_eq!(ask("count"), "3");
    assert_eq!(ask("add"), "added");
    data(&["query", "c", "--count"]).exits(0).prints("4\n");
}
