//! Golden messages: what an author reads is part of the product.

use std::net::IpAddr;

use velodrome_site::config::{
    COLLECTION_KEYS, Config, DevEndpoints, KEYS, Mode, Role, Surroundings,
};

/// A database with one zone and a file that is none.
fn surroundings() -> (tempfile::TempDir, Surroundings) {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(dir.path().join("Europe")).expect("a folder");
    std::fs::write(dir.path().join("Europe/Berlin"), b"TZif2....").expect("a file");
    std::fs::write(dir.path().join("tzdata.zi"), b"# version").expect("a file");
    let zoneinfo_dir = dir.path().to_owned();
    (dir, Surroundings { zoneinfo_dir })
}

fn parse(text: &str) -> Result<Config, String> {
    let (_dir, surroundings) = surroundings();
    Config::parse(text, &surroundings).map_err(|mistakes| mistakes.to_string())
}

#[test]
fn an_empty_file_is_all_defaults() {
    assert_eq!(parse(""), Ok(Config::default()));
}

#[test]
fn every_key_is_understood() {
    let config = parse(
        r#"
base_url = "https://www.example.com/mysite/"
timezone = "Europe/Berlin"
plan = "premium"
trusted_proxies = ["10.0.0.0/8", "::1"]
env_from = ["STRIPE_KEY", "ABSENT"]

[env]
STAGE = "test"

[limits]
wall_time_ms_max = 5_000
heap_bytes_max = 0x4000000

[compat]
head = "405"

[serve]
listen = "0.0.0.0:80"
admin_listen = "off"
dev_endpoints = "public"
instances = 1

[dev]
listen = "localhost:0"
poll = true
"#,
    )
    .expect("no mistake");
    assert_eq!(
        config.base_url.as_ref().map(|url| url.path()),
        Some("/mysite")
    );
    let limits = config.limits(Mode::Serve);
    assert_eq!(limits.requests_per_minute_max, 7000);
    assert_eq!(limits.wall_time_ms_max, 5000);
    assert_eq!(limits.heap_bytes_max, 64 * 1024 * 1024);
    assert_eq!(limits.instances_max, 1);
    assert_eq!(config.limits(Mode::Dev).requests_per_minute_max, 0);
    assert_eq!(config.compat.head, "405");
    assert_eq!(config.serve.admin_listen, None);
    assert_eq!(config.serve.dev_endpoints, DevEndpoints::Public);
    assert_eq!(config.dev.listen.to_string(), "127.0.0.1:0");
    assert!(config.dev.poll);
    let proxy: IpAddr = "10.1.1.1".parse().expect("an address");
    assert!(config.trusted_proxies.contain(proxy));
    let environment =
        config.environment(|name| (name == "STRIPE_KEY").then(|| "sk_test".to_owned()));
    let environment: Vec<_> = environment.into_iter().collect();
    let wanted = [("STAGE", "test"), ("STRIPE_KEY", "sk_test")];
    assert_eq!(
        environment,
        wanted.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[test]
fn a_limit_of_ones_own_wins_over_the_plan() {
    let config =
        parse("limits.requests_per_minute_max = 10\nplan = \"free\"\n").expect("no mistake");
    assert_eq!(config.limits(Mode::Serve).requests_per_minute_max, 10);
}

#[test]
fn all_mistakes_are_told_at_once_with_their_places() {
    let found = parse(
        r#"base_ulr = "https://example.com"
timezone = "Europe/Berln"
plan = "gold"
trusted_proxies = ["10.0.0.0/33", "proxy", "10.0.0.1/8", 7]
env_from = ["A B", "STAGE"]
env = { STAGE = "test", "1x" = "y", N = 5 }

[limits]
wall_time_ms = 5
heap_bytes_max = 1
connections_max = -1
timers_max = "many"
instances_max = 2

[compat]
head = "501"
heda = "405"

[serve]
listen = "8080"
admin_listen = "0.0.0.0:9000"
dev_endpoints = "all"
instances = 300
lisen = "127.0.0.1:1"

[dev]
poll = "yes"

[sever]
"#,
    )
    .expect_err("mistakes");
    let wanted = r#"velodrome.toml:1:1: unknown key "base_ulr"; did you mean "base_url"?
velodrome.toml:2:12: timezone: "Europe/Berln" is not a time zone; an IANA name such as "Europe/Berlin" or "UTC" is needed
velodrome.toml:3:8: plan: "gold" is not a plan; "free" and "premium" are
velodrome.toml:4:20: trusted_proxies: "10.0.0.0/33": what follows / must be a number from 0 to 32
velodrome.toml:4:35: trusted_proxies: "proxy" is neither an IP address nor a network such as "10.0.0.0/8"
velodrome.toml:4:44: trusted_proxies: "10.0.0.1/8" has bits after the first 8: is a longer prefix meant?
velodrome.toml:4:58: trusted_proxies must be a string, not an integer
velodrome.toml:5:1: "STAGE" is in env and in env_from; once is enough
velodrome.toml:5:13: "A B" is not the name of a variable: letters, digits and _ only, no digit first
velodrome.toml:6:25: "1x" is not the name of a variable: letters, digits and _ only, no digit first
velodrome.toml:6:41: env.N must be a string, not an integer
velodrome.toml:9:1: unknown key "limits.wall_time_ms"; did you mean "wall_time_ms_max"?
velodrome.toml:10:18: limits.heap_bytes_max must be from 16777216 to 17179869184, not 1
velodrome.toml:11:19: limits.connections_max must be from 0 to 9223372036854775807
velodrome.toml:12:14: limits.timers_max must be a whole number, not a string
velodrome.toml:16:8: compat.head: "501" is not one of "get", "405"
velodrome.toml:17:1: unknown key "compat.heda"; did you mean "head"?
velodrome.toml:20:10: serve.listen: "8080" is not an address with a port, such as "127.0.0.1:8080" or "[::]:80"
velodrome.toml:21:16: serve.admin_listen: "0.0.0.0:9000" is not a loopback address such as "127.0.0.1:9000"
velodrome.toml:22:17: serve.dev_endpoints: "all" is not one of "loopback", "public"
velodrome.toml:23:1: serve.instances and limits.instances_max are the same; one is enough
velodrome.toml:23:13: serve.instances must be from 0 to 256, not 300
velodrome.toml:24:1: unknown key "serve.lisen"; did you mean "listen"?
velodrome.toml:27:8: dev.poll must be true or false, not a string
velodrome.toml:29:2: unknown key "sever"; did you mean "serve"?"#;
    assert!(found == wanted, "found:\n{found}\nwanted:\n{wanted}");
}

#[test]
fn what_is_not_toml_is_told_beside_the_rest() {
    let found = parse("plan = \nplna = \"free\"\nx = [1,\n").expect_err("mistakes");
    let lines: Vec<&str> = found.lines().collect();
    assert!(lines[0].starts_with("velodrome.toml:1:"), "{found}");
    assert!(found.contains("did you mean \"plan\"?"), "{found}");
    assert!(lines.len() >= 3, "{found}");
}

#[test]
fn a_zone_is_a_compiled_zone_of_the_database() {
    for name in [
        "tzdata.zi",
        "../Europe/Berlin",
        "/Europe/Berlin",
        "Europe",
        "",
        "Europe/",
    ] {
        assert!(parse(&format!("timezone = \"{name}\"")).is_err(), "{name}");
    }
    assert!(parse("timezone = \"UTC\"").is_ok());
}

#[test]
fn the_examples_in_the_table_are_right_and_differ_from_the_defaults() {
    let default = Config::default();
    for key in KEYS {
        let config = parse(&format!("{} = {}\n", key.path, key.example)).expect(key.path);
        assert_ne!(config, default, "{}", key.path);
        if key.default != "none" {
            let config = parse(&format!("{} = {}\n", key.path, key.default)).expect(key.path);
            assert_eq!(config, default, "{}", key.path);
        }
    }
}

#[test]
fn the_examples_of_a_collection_are_right_and_differ_from_the_defaults() {
    let default = parse("[collections.X]\n").expect("no mistake");
    assert_ne!(default, Config::default());
    for key in COLLECTION_KEYS {
        let with = |value: &str| {
            let text = format!("[collections.X]\n{} = {value}\n", key.path);
            parse(&text).expect(key.path).collections.declared["X"].clone()
        };
        let default = velodrome_site::config::Collection::default();
        assert_ne!(with(key.example), default, "{}", key.path);
        if key.default != "none" && !key.path.starts_with("fields.") {
            assert_eq!(with(key.default), default, "{}", key.path);
        }
    }
}

#[test]
fn a_collection_is_understood() {
    let config = parse(
        r#"
strict_permissions = true

[collections."My Orders"]
display_name = "Orders"
permissions = { read = "ANYONE", insert = "SITE_MEMBER_AUTHOR" }
indexes = ["status", "address.city"]
unique = ["number"]

[collections."My Orders".fields]
customer = { references = "Customers" }
tags = { type = "MULTI_REFERENCE" }
books = { references = "Books", multiple = true }

[collections."a/b"]
"#,
    )
    .expect("no mistake");
    assert!(config.collections.strict_permissions);
    assert!(config.strict_collections(Mode::Serve) && !config.strict_collections(Mode::Dev));
    let names: Vec<_> = config.collections.declared.keys().collect();
    assert_eq!(names, ["My Orders", "a/b"]);
    let orders = &config.collections.declared["My Orders"];
    assert_eq!(orders.permissions.read, Some(Role::Anyone));
    assert_eq!(orders.permissions.insert, Some(Role::SiteMemberAuthor));
    assert_eq!(orders.permissions.update, None);
    assert_eq!(orders.indexes, ["status", "address.city"]);
    assert_eq!(orders.unique, ["number"]);
    assert!(orders.fields["tags"].multiple && orders.fields["books"].multiple);
    assert_eq!(
        orders.fields["customer"].references.as_deref(),
        Some("Customers")
    );
    let lax = parse("strict_collections = false").expect("no mistake");
    assert!(!lax.strict_collections(Mode::Serve));
}

#[test]
fn mistakes_about_collections_are_told_with_their_places() {
    let found = parse(
        r#"strict_colections = true
collections.A = 5

[collections.B]
permissions = { read = "anyone", write = "ADMIN" }
indexes = ["a", "a", "$x", "b..c", 7]
unique = "number"
uniqe = ["x"]

[collections.B.fields]
one = { type = "STRING" }
two = { type = "TEXT", references = "C" }
three = { type = "REFERENCE", multiple = true, refers = "D" }
"$four" = {}
five = "TEXT"

[collections.""]
"#,
    )
    .expect_err("mistakes");
    let wanted = r#"velodrome.toml:1:1: unknown key "strict_colections"; did you mean "strict_collections"?
velodrome.toml:2:17: collections.A must be a table, not an integer
velodrome.toml:5:24: collections.B.permissions.read: "anyone" is not one of "ANYONE", "SITE_MEMBER", "SITE_MEMBER_AUTHOR", "ADMIN"
velodrome.toml:5:34: unknown key "collections.B.permissions.write"
velodrome.toml:6:17: collections.B.indexes: "a" is there twice
velodrome.toml:6:22: collections.B.indexes: "$x" is not the path of a field: names that do not begin with $, separated by dots
velodrome.toml:6:28: collections.B.indexes: "b..c" is not the path of a field: names that do not begin with $, separated by dots
velodrome.toml:6:36: collections.B.indexes must be a string, not an integer
velodrome.toml:7:10: collections.B.unique must be a list of strings, not a string
velodrome.toml:8:1: unknown key "collections.B.uniqe"; did you mean "unique"?
velodrome.toml:11:16: collections.B.fields.one.type: "STRING" is not one of "TEXT", "NUMBER", "DATE", "DATETIME", "TIME", "BOOLEAN", "URL", "IMAGE", "DOCUMENT", "VIDEO", "AUDIO", "MEDIA_GALLERY", "RICH_TEXT", "RICH_CONTENT", "ADDRESS", "PAGE_LINK", "LANGUAGE", "REFERENCE", "MULTI_REFERENCE", "OBJECT", "ARRAY", "ARRAY_STRING", "ARRAY_DOCUMENT", "ANY"
velodrome.toml:12:16: collections.B.fields.two.type of a field that refers to documents is REFERENCE or MULTI_REFERENCE
velodrome.toml:13:18: collections.B.fields.three.type of a field that refers to documents is MULTI_REFERENCE
velodrome.toml:13:48: unknown key "collections.B.fields.three.refers"
velodrome.toml:14:1: "$four" is not the path of a field: names that do not begin with $, separated by dots
velodrome.toml:15:8: collections.B.fields.five must be a table, not a string
velodrome.toml:17:14: the name of a collection has 1 to 256 bytes and no NUL"#;
    assert!(found == wanted, "found:\n{found}\nwanted:\n{wanted}");
}

#[test]
fn a_file_that_does_not_exist_is_an_empty_one_and_a_huge_one_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("velodrome.toml");
    let (config, text) = Config::load(&file, &Surroundings::default()).expect("defaults");
    assert_eq!((config, text.as_str()), (Config::default(), ""));
    std::fs::write(&file, "#".repeat(256 * 1024 + 1)).expect("a file");
    let error = Config::load(&file, &Surroundings::default()).expect_err("too large");
    assert!(
        error.to_string().contains("longer than 262144 bytes"),
        "{error}"
    );
    std::fs::write(&file, b"plan = \"\xff\"").expect("a file");
    let error = Config::load(&file, &Surroundings::default()).expect_err("not UTF-8");
    assert!(error.to_string().contains("byte 8 is not UTF-8"), "{error}");
}

#[test]
fn functions_are_closed_by_the_name_in_their_address() {
    let config =
        parse("[functions.orders]\nauth = \"signed\"\n[functions.open]\nauth = \"none\"\n");
    let signed: Vec<String> = config
        .expect("no mistake")
        .signed_functions
        .into_iter()
        .collect();
    assert_eq!(signed, ["orders"]);
    let config = parse("[functions.get_orders]\nauth = \"signed\"\n").expect("no mistake");
    let signed: Vec<String> = config.signed_functions.into_iter().collect();
    assert_eq!(signed, ["get_orders", "orders"]);
    let text = "[functions.x]\nauth = \"member\"\nauht = 1\n";
    let mistakes = parse(text).expect_err("two mistakes").to_string();
    for part in ["\"none\", \"signed\"", "did you mean \"auth\""] {
        assert!(mistakes.contains(part), "{part}: {mistakes}");
    }
}

#[test]
fn packages_have_conditions() {
    let text = "[packages.cheerio]\nconditions = [\"browser\"]\n[packages.\"@a/b\"]\nconditions = [\"worker\", \"edge-light\"]\n";
    let packages = parse(text).expect("no mistake").packages;
    let found: Vec<_> = packages
        .iter()
        .map(|(name, set)| (name.as_str(), set.join("+")))
        .collect();
    assert_eq!(
        found,
        [
            ("@a/b", "worker+edge-light".to_owned()),
            ("cheerio", "browser".to_owned())
        ]
    );
    let many = format!("[packages.a]\nconditions = [{}]\n", "\"x\",".repeat(17));
    for (text, part) in [
        (
            "[packages.\"a b\"]\nconditions = []\n",
            "1:11: \"a b\" is no package's name",
        ),
        (
            "[packages.\"../a\"]\nconditions = []\n",
            "is no package's name",
        ),
        (
            "[packages.\"@a\"]\nconditions = []\n",
            "is no package's name",
        ),
        (
            "[packages.a]\nconditions = \"x\"\n",
            "packages.a.conditions must be a list of strings",
        ),
        (
            "[packages.a]\nconditions = [\"import\"]\n",
            "2:15: packages.a.conditions: \"import\" comes with the import",
        ),
        (
            "[packages.a]\nconditions = [\"a b\"]\n",
            "\"a b\" is no condition",
        ),
        (
            "[packages.a]\nconditons = []\n",
            "did you mean \"conditions\"?",
        ),
        (many.as_str(), "more than 16 conditions"),
    ] {
        let mistakes = parse(text).expect_err("a mistake").to_string();
        assert!(mistakes.contains(part), "{part}: {mistakes}");
    }
}

#[test]
fn the_api_has_a_section() {
    let text = "[api]\nallow_insecure = true\ntimestamp_window_s = 300\nreplay_cache = true\n";
    let api = parse(text).expect("no mistake").api;
    assert!(api.allow_insecure && api.replay_cache);
    assert_eq!(api.timestamp_window_s, 300);
    for text in [
        "[api]\ntimestamp_window_s = 0\n",
        "[api]\ntimestamp_window_s = 3601\n",
    ] {
        let mistakes = parse(text).expect_err("a mistake").to_string();
        assert!(mistakes.contains("from 1 to 3600"), "{mistakes}");
    }
}
