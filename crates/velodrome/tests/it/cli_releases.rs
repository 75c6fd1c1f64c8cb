//! `publish`, `releases` and `rollback`: stdout is for programs, and nothing broken is published.

use crate::support::Site;

fn version(site: &Site, number: u32) {
    let code =
        format!("export function get_x() {{ return {{ status: 200, body: '{number}' }}; }}\n");
    site.write("backend/http-functions.js", &code);
}

#[test]
fn numbers_count_up_and_rollback_goes_back() {
    let site = Site::empty();
    for number in 1..=3 {
        version(&site, number);
        site.run(&["publish", "-m", &format!("version\n{number}")])
            .exits(0)
            .says(&format!("published release {number}"))
            .prints(&format!("{number}\n"));
    }
    site.run(&["rollback"]).exits(0).prints("2\n");
    site.run(&["rollback", "1"]).exits(0).prints("1\n");
    site.run(&["rollback", "7"])
        .exits(1)
        .says("there is no release 7");
    site.run(&["rollback"])
        .exits(1)
        .says("there is no release before release 1");

    let table = site.run(&["releases"]).exits(0).stdout;
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 5, "{table}");
    assert!(
        lines[0].starts_with("  ") && lines[0].ends_with("version 1"),
        "{table}"
    );
    assert!(
        lines[4].starts_with("* ") && lines[4].contains("rolled back to"),
        "{table}"
    );

    let json = site
        .run(&["releases", "--json", "--limit", "2"])
        .exits(0)
        .stdout;
    let rows: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(rows[1]["number"], 1);
    assert_eq!(rows[1]["action"], "rollback");
    assert_eq!(rows[1]["current"], true);
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
}

#[test]
fn the_data_directory_is_the_sites_own_unless_said_otherwise() {
    let site = Site::empty();
    version(&site, 1);
    site.run(&["publish"]).exits(0);
    assert!(site.path(".velodrome/current").is_file());
    assert!(site.path(".velodrome/.gitignore").is_file());
    site.run(&["publish", "--data", "elsewhere"])
        .exits(0)
        .prints("1\n");
    assert!(site.path("elsewhere/current").is_file());
    site.run(&["releases", "--data", "nowhere"])
        .exits(0)
        .prints("");
    assert!(!site.path("nowhere").exists());
    site.run(&["releases", "--json", "--data", "nowhere"])
        .exits(0)
        .prints("[]\n");
    site.run(&["rollback", "--data", "nowhere"])
        .exits(1)
        .says("nothing has been published");
}

#[test]
fn what_does_not_build_is_not_published() {
    let site = Site::of("export function get_x( {}\n");
    site.run(&["publish"])
        .exits(1)
        .says("error[SYNTAX_ERROR]")
        .says("nothing was published")
        .prints("");
    assert!(!site.path(".velodrome").exists());
}

#[test]
fn the_release_is_what_was_built() {
    let site = Site::empty();
    version(&site, 42);
    site.write("velodrome.toml", "timezone = \"UTC\"\n");
    site.run(&["publish"]).exits(0);
    let releases = std::fs::read_dir(site.path(".velodrome/releases")).expect("a folder");
    let release = releases
        .last()
        .expect("one release")
        .expect("readable")
        .path();
    let read = |name: &str| std::fs::read_to_string(release.join(name)).expect("stored");
    assert!(read("script.js").contains("\"42\"") || read("script.js").contains("'42'"));
    assert!(read("script.js.map").contains("backend/http-functions.js"));
    assert_eq!(read("velodrome.toml"), "timezone = \"UTC\"\n");
    assert!(read("manifest.json").contains(concat!("velodrome ", env!("CARGO_PKG_VERSION"))));
}
